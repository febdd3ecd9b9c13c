"""Mollie in memory, by its public API reference: no double of it is to be had."""

import itertools
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

Thing = dict[str, Any]

REASONS = {
    "4000000000009995": "insufficient_funds",
    "4000000000000119": "unknown_reason",
    "4000000000009979": "possible_fraud",
    "4000000000000069": "card_expired",
    "4000002760003184": "authentication_required",
}
"""Why cards of these numbers are declined, once they are kept. Mollie's own tests go by amounts."""

IBAN = "NL91ABNA0417164300"

_API = "https://api.mollie.com/v2"
_ALLOWED = {
    "amount", "description", "redirectUrl", "cancelUrl", "webhookUrl", "method", "locale", "metadata",
    "sequenceType", "customerId", "mandateId",
}  # fmt: skip
_MANDATE_OF = {
    "creditcard": "creditcard",
    "paypal": "paypal",
    "ideal": "directdebit",
    "bancontact": "directdebit",
}


class Refused(Exception):
    """An error as Mollie answers it."""

    def __init__(self, status: int, *, about: str | None = None) -> None:
        super().__init__(status)
        self.body: Thing = {
            "status": status,
            "title": "No",
            "detail": "No.",
            **({"field": about} if about else {}),
        }


@dataclass
class Mollie:
    """One account. It is called with requests; what its customers and banks do are its methods."""

    things: dict[str, Thing] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Of the cards of its mandates."""
    answered: dict[str, httpx.Response] = field(default_factory=dict)
    """By idempotency key."""
    asked: list[Thing] = field(default_factory=list)
    """The payments that were ordered, as they were."""
    mandates_are_behind: bool = False
    """A first payment is paid, and its mandate is not there yet."""
    _count: Any = field(default_factory=lambda: itertools.count(1))
    _turn: threading.Lock = field(default_factory=threading.Lock)
    """The SDK comes in threads."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request, once for each key."""
        with self._turn:
            return self._once(request, request.headers.get("idempotency-key"))

    def _once(self, request: httpx.Request, key: str | None) -> httpx.Response:
        if request.method == "POST" and key in self.answered:
            return self.answered[key]
        try:
            answer = _response(201 if request.method == "POST" else 200, self._answer(request))
        except Refused as refused:
            answer = _response(int(refused.body["status"]), refused.body)
        if request.method == "POST" and key and answer.is_success:
            self.answered[key] = answer
        return answer

    def of(self, prefix: str) -> list[Thing]:
        """All whose ids begin so, the newest first."""
        return [thing for found, thing in reversed(self.things.items()) if found.startswith(f"{prefix}_")]

    # What customers do on the page of a payment.

    def fill_in(self, payment_id: str, number: str = "4242424242424242") -> None:
        """A card; a first payment of nothing is not declined."""
        payment = self.things[payment_id]
        declined = REASONS.get(number) if payment["amount"]["value"] != "0.00" else None
        self._finish(payment, "creditcard", declined, number)

    def pay_by(self, payment_id: str, method: str) -> None:
        """A bank's page, or PayPal's."""
        self._finish(self.things[payment_id], method, None)

    # What banks do.

    def settle(self, payment_id: str, reason: str | None = None) -> None:
        """A debit arrives, or does not, for a reason of SEPA's."""
        payment = self.things[payment_id]
        payment["status"] = "failed" if reason else "paid"
        payment["details"] |= {"bankReasonCode": reason} if reason else {}

    def take_back(self, payment_id: str, reason: str | None, *, reversed_at: str | None = None) -> Thing:
        """A chargeback."""
        payment = self.things[payment_id]
        payment["amountChargedBack"] = payment["amount"]
        return self._add(
            "chb", paymentId=payment_id, amount=payment["amount"], reversedAt=reversed_at,
            reason={"code": reason, "description": "…"} if reason else None,
        )  # fmt: skip

    # The API.

    def _answer(self, request: httpx.Request) -> Thing:
        if not re.fullmatch(r"Bearer test_\w+", request.headers.get("authorization", "")):
            raise Refused(401)
        path = request.url.path.removeprefix("/v2/").split("/")
        said: Thing = json.loads(request.content or b"{}")
        if request.method == "GET":
            return self._look(path, request.url.params)
        do: dict[tuple[str, ...], Callable[[], Thing]] = {
            ("POST", "payments"): lambda: self._order(said),
            ("POST", "customers"): lambda: self._add("cst", metadata=said["metadata"]),
            ("POST", "payments", "refunds"): lambda: self._give_back(self._get(path[1]), said),
            ("DELETE", "payments"): lambda: self._cancel(self._get(path[1])),
            ("DELETE", "customers", "mandates"): lambda: self._revoke(path[1], path[3]),
        }
        act = do.get((request.method, *path[::2]))
        if act is None:
            raise Refused(404)
        return act()

    def _look(self, path: list[str], query: httpx.QueryParams) -> Thing:
        match path:
            case ["payments"]:
                return self._list("payments", self.of("tr"), query)
            case ["customers", customer, "payments"]:
                found = [
                    each for each in self.of("tr") if each.get("customerId") == self._get(customer)["id"]
                ]
                return self._list("payments", found, query)
            case ["payments", payment, "refunds"]:
                return self._list("refunds", self._of_payment("re", self._get(payment)), query)
            case ["customers", customer, "mandates", mandate]:
                found_mandate = self._mandate(customer, mandate)
                if found_mandate["status"] == "invalid":
                    raise Refused(410)
                return found_mandate
            case ["payments", payment]:
                return self._with(self._get(payment), query.get("embed", ""))
            case ["customers", customer]:
                return self._get(customer)
        raise Refused(404)

    def _add(self, prefix: str, **said: Any) -> Thing:
        thing = {"id": f"{prefix}_{next(self._count)}", "createdAt": datetime.now(UTC).isoformat(), **said}
        self.things[thing["id"]] = thing
        return thing

    def _get(self, found: str) -> Thing:
        if found not in self.things:
            raise Refused(404)
        return self.things[found]

    def _mandate(self, customer: str, mandate: str) -> Thing:
        found = self._get(mandate)
        if found["customerId"] != customer:
            raise Refused(404)
        return found

    def _of_payment(self, prefix: str, payment: Thing) -> list[Thing]:
        return [each for each in self.of(prefix) if each["paymentId"] == payment["id"]]

    def _with(self, payment: Thing, embed: str) -> Thing:
        rooms = {"refunds": "re", "chargebacks": "chb"}
        wanted = {name: self._of_payment(rooms[name], payment) for name in embed.split(",") if name}
        return payment | {"_embedded": wanted} if wanted else payment

    def _list(self, name: str, found: list[Thing], query: httpx.QueryParams) -> Thing:
        start, limit = int(query.get("from", 0)), int(query.get("limit", 50))
        page = found[start : start + limit]
        more = (
            {"href": f"{_API}/{name}?limit={limit}&from={start + limit}"} if found[start + limit :] else None
        )
        return {"count": len(page), "_embedded": {name: page}, "_links": {"next": more}}

    def _order(self, said: Thing) -> Thing:
        self.asked.append(said)
        unknown = said.keys() - _ALLOWED
        if unknown:
            raise Refused(422, about=min(unknown))
        sequence, amount = said.get("sequenceType", "oneoff"), float(said["amount"]["value"])
        if amount < 0 or (amount == 0 and (sequence, said["method"]) != ("first", ["creditcard"])):
            raise Refused(422, about="amount")
        if sequence != "recurring" and not said.get("redirectUrl"):
            raise Refused(422, about="redirectUrl")
        nothing = {"mandateId": None, "customerId": None, "details": None}
        ordered = nothing | said | {"method": None, "sequenceType": sequence, "_methods": said.get("method")}
        payment = self._add("tr", status="open", isCancelable=True, **ordered)
        payment["_links"] = {"checkout": {"href": f"https://www.mollie.com/checkout/{payment['id']}"}}
        if sequence == "recurring":
            self._collect(payment, self._mandate(said["customerId"], said["mandateId"]))
        return payment

    def _collect(self, payment: Thing, mandate: Thing) -> None:
        if mandate["status"] != "valid":
            del self.things[payment["id"]]
            raise Refused(422, about="mandateId")
        payment |= {"method": mandate["method"], "_links": {}, "isCancelable": False, "details": {}}
        reason = REASONS.get(self.numbers.get(mandate["id"], ""))
        if mandate["method"] == "directdebit":
            payment["status"] = "pending"
        else:
            payment["status"] = "failed" if reason else "paid"
            payment["details"] = {"failureReason": reason} if reason else {}

    def _finish(self, payment: Thing, method: str, reason: str | None, number: str = "") -> None:
        if payment["status"] != "open":
            return
        if method not in payment["_methods"]:
            raise Refused(422, about="method")
        card = {"cardHolder": "Ada Lovelace", "cardNumber": number[-4:], "cardLabel": "Visa"}
        payment |= {"method": method, "isCancelable": False, "status": "failed" if reason else "paid"}
        payment["details"] = (card if number else {}) | ({"failureReason": reason} if reason else {})
        payment["_links"] = {}
        if payment["sequenceType"] == "first" and not reason and not self.mandates_are_behind:
            payment["mandateId"] = self._keep(payment["customerId"], _MANDATE_OF[method], card, number)

    def _keep(self, customer: str, method: str, card: Thing, number: str) -> str:
        account = {"consumerName": "Ada Lovelace", "consumerAccount": IBAN, "consumerBic": "ABNANL2A"}
        details = {
            "creditcard": card | {"cardExpiryDate": "2030-08-31"},
            "directdebit": account,
            "paypal": {"consumerName": "Ada Lovelace", "consumerAccount": "ada@example.com"},
        }
        mandate = self._add(
            "mdt", customerId=customer, method=method, status="valid", details=details[method],
            mandateReference="MD-1" if method == "directdebit" else None,
        )  # fmt: skip
        self.numbers[mandate["id"]] = number
        made: str = mandate["id"]
        return made

    def _cancel(self, payment: Thing) -> Thing:
        if not payment["isCancelable"]:
            raise Refused(422)
        payment |= {"status": "canceled", "isCancelable": False, "_links": {}}
        return payment

    def _revoke(self, customer: str, mandate: str) -> Thing:
        self._mandate(customer, mandate)["status"] = "invalid"
        return {}

    def _give_back(self, payment: Thing, said: Thing) -> Thing:
        back = sum(float(each["amount"]["value"]) for each in self._of_payment("re", payment))
        if payment["status"] != "paid" or back + float(said["amount"]["value"]) > float(
            payment["amount"]["value"]
        ):
            raise Refused(422, about="amount")
        payment["amountRefunded"] = said["amount"]
        return self._add("re", paymentId=payment["id"], status="pending", **said)


def _response(status: int, body: Thing) -> httpx.Response:
    shown = {name: each for name, each in body.items() if name != "_methods"}
    return httpx.Response(status, content=json.dumps(shown), headers={"content-type": "application/hal+json"})
