"""Stripe in memory, by its public API reference: what the doubles that there are do not have, such as
idempotency, Checkout, mandates and disputes.
"""

import itertools
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx

Thing = dict[str, Any]

NUMBERS = {
    "4000000000009995": "insufficient_funds",
    "4000000000000119": "processing_error",
    "4000000000009979": "stolen_card",
    "4000000000000069": "expired_card",
    "4000000000000341": "generic_decline",
}
"""Stripe's test cards that are declined; here they can be kept before they are."""

ASKS = "4000002760003184"
"""The bank wants to ask the holder each time."""

_ALLOWED = {
    "customers": {"metadata"},
    "refunds": {"payment_intent", "amount", "metadata"},
    "payment_intents": {
        "amount", "currency", "customer", "payment_method", "payment_method_types", "capture_method",
        "description", "metadata", "confirm", "off_session", "return_url",
    },
    "checkout/sessions": {
        "mode", "currency", "customer", "allowed_payment_method_types", "client_reference_id", "metadata",
        "locale", "success_url", "cancel_url", "line_items", "setup_intent_data", "payment_intent_data",
    },
}  # fmt: skip


class Refused(Exception):
    """An error as Stripe answers it."""

    def __init__(
        self, status: int, code: str | None, kind: str = "invalid_request_error", **more: Any
    ) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": "No.", **more}}


@dataclass
class Stripe:
    """One account. It is called with requests; what its customers and banks do are its methods."""

    things: dict[str, Thing] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Of the cards that it keeps."""
    answered: dict[str, tuple[Any, httpx.Response]] = field(default_factory=dict)
    """By idempotency key: what was asked, and what was answered, an error as well."""
    search_is_behind: bool = False
    settles_in: str | None = None
    """The currency of its balance; without, that of each payment."""
    debits_are_behind: bool = False
    """What iDEAL and Bancontact become is not there yet."""
    _count: Any = field(default_factory=lambda: itertools.count(1))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request, once for each key."""
        asked = (request.url.path, request.content)
        key = request.headers.get("idempotency-key")
        if request.method == "POST" and key in self.answered:
            before, answer = self.answered[key]
            if before != asked:
                return _response(400, Refused(400, None, "idempotency_error").body)
            return answer
        try:
            answer = _response(200, self._answer(request))
        except Refused as refused:
            answer = _response(refused.status, refused.body)
        if request.method == "POST" and key:
            self.answered[key] = (asked, answer)
        return answer

    def add(self, kind: str, prefix: str, **said: Any) -> Thing:
        """Keep a new thing."""
        n = next(self._count)
        thing = {"id": f"{prefix}_{n}", "object": kind, "created": int(time.time()), "_order": n, **said}
        self.things[thing["id"]] = thing
        return thing

    def of(self, kind: str) -> list[Thing]:
        """All of a kind, the newest first."""
        found = [thing for thing in self.things.values() if thing["object"] == kind]
        return sorted(found, key=lambda thing: -int(thing["_order"]))

    # What customers do on the page of a session.

    def fill_in(self, session_id: str, number: str = "4242424242424242") -> None:
        """A card; the customer passes whatever the bank asks, and may try again when it is declined."""
        method = self._card(number, self.things[session_id]["customer"])
        self._finish(session_id, method, NUMBERS.get(number))

    def agree(self, session_id: str, kind: str = "sepa_debit") -> None:
        """An account, with a mandate; iDEAL and Bancontact become one where they are kept."""
        session = self.things[session_id]
        method = self._method(kind, session["customer"], {"last4": "3000"} if kind == "sepa_debit" else {})
        self._finish(session_id, method, None)

    # What banks do.

    def settle(self, intent_id: str, code: str | None = None) -> None:
        """A debit arrives, or does not."""
        self._end(self.things[intent_id], code)

    def dispute(self, intent_id: str, status: str, reason: str = "fraudulent") -> Thing:
        """The holder, or the bank, wants the money back."""
        intent = self.things[intent_id]
        self.things[intent["latest_charge"]]["disputed"] = True
        return self.add(
            "dispute", "du", payment_intent=intent_id, amount=intent["amount"], currency=intent["currency"],
            reason=reason, status=status,
        )  # fmt: skip

    def confirm_action(self, intent_id: str, *, passed: bool = True) -> None:
        """The holder answers what the bank asks."""
        intent = self.things[intent_id]
        intent["next_action"] = None
        self._end(intent, None if passed else "payment_intent_authentication_failure")

    # The API.

    def _answer(self, request: httpx.Request) -> Thing:
        if not request.headers.get("authorization", "").startswith("Bearer sk_"):
            raise Refused(401, None)
        said = _unflat(request.content.decode() if request.method == "POST" else request.url.query.decode())
        expand = said.pop("expand", [])
        path = request.url.path.removeprefix("/v1/")
        answer = self._do(request.method, path, said)
        for each in expand:
            answer = self._expanded(answer, each.split("."))
        return {**_shown(answer)}

    def _do(self, method: str, path: str, said: Thing) -> Thing:
        if method == "GET":
            return self._look(path, said)
        *_, found, act = ["", *path.split("/")]
        begin = {
            "customers": lambda: self.add("customer", "cus", metadata=said["metadata"]),
            "payment_intents": lambda: self._intend(said),
            "checkout/sessions": lambda: self._open(said),
            "refunds": lambda: self._give_back(said),
        }
        if path in begin:
            unknown = said.keys() - _ALLOWED[path]
            if unknown:
                raise Refused(400, "parameter_unknown", param=min(unknown))
            return begin[path]()
        thing = self._get(found)
        if act == "cancel":
            return self._cancel(thing)
        if act == "expire":
            return self._expire(thing)
        if act == "detach":
            return self._change(found, customer=None)
        raise Refused(404, None)

    def _look(self, path: str, said: Thing) -> Thing:
        lists = {
            "payment_intents": "payment_intent",
            "refunds": "refund",
            "disputes": "dispute",
            "checkout/sessions": "checkout.session",
        }
        if path == "customers/search":
            return self._search(said)
        return (
            self._list(lists[path], said, url=f"/v1/{path}")
            if path in lists
            else self._get(path.rpartition("/")[2])
        )

    def _get(self, found: str) -> Thing:
        if found not in self.things:
            raise Refused(404, "resource_missing")
        return self.things[found]

    def _change(self, found: str, **changes: Any) -> Thing:
        self.things[found].update(changes)
        return self.things[found]

    def _search(self, said: Thing) -> Thing:
        match = re.fullmatch(r"metadata\['(\w+)'\]:'(\w+)'", said["query"])
        if match is None:
            raise Refused(400, None)
        name, text = match.groups()
        found = [each for each in self.of("customer") if each["metadata"].get(name) == text]
        return {"object": "search_result", "data": [] if self.search_is_behind else found}

    def _list(self, kind: str, said: Thing, *, url: str = "") -> Thing:
        limit, created = int(said.pop("limit", 10)), said.pop("created", {})
        after = said.pop("starting_after", None)
        found = [
            each
            for each in self.of(kind)
            if all(each[name] == text for name, text in said.items())
            and int(created.get("gte", 0)) <= each["created"] < int(created.get("lt", 1e12))
            and (after is None or each["_order"] < self.things[after]["_order"])
        ]
        return {"object": "list", "url": url, "data": found[:limit], "has_more": len(found) > limit}

    def _intend(self, said: Thing) -> Thing:
        method, number = self._get(said["payment_method"]), self.numbers.get(said["payment_method"], "")
        if method["customer"] != said["customer"]:
            raise Refused(400, None)
        if int(said["amount"]) < 1:
            raise Refused(400, "amount_too_small")
        intent = self._new_intent(said)
        if number == ASKS and "off_session" not in said:
            url = f"https://hooks.stripe.com/3d_secure_2/{intent['id']}"
            action = {"type": "redirect_to_url", "redirect_to_url": {"url": url}}
            return self._change(intent["id"], status="requires_action", next_action=action)
        if number == ASKS:
            self._end(intent, "authentication_required")
        elif method["type"] == "card":
            self._end(intent, NUMBERS.get(number))
        else:
            intent["status"] = "processing"
        error = intent["last_payment_error"]
        if error:
            raise Refused(402, error["code"], "card_error", payment_intent=_shown(intent), **_reason(error))
        return intent

    def _new_intent(self, said: Thing) -> Thing:
        return self.add(
            "payment_intent",
            "pi",
            amount=int(said["amount"]),
            currency=said["currency"],
            customer=said["customer"],
            payment_method=said.get("payment_method"),
            description=said.get("description"),
            metadata=said["metadata"],
            setup_future_usage=said.get("setup_future_usage"),
            capture_method=said.get("capture_method", "automatic_async"),
            status="requires_payment_method",
            latest_charge=None,
            last_payment_error=None,
            next_action=None,
        )

    def _open(self, said: Thing) -> Thing:
        for name in ("success_url", "customer"):
            if not said.get(name):
                raise Refused(400, "parameter_missing", param=name)
        if not said.get("allowed_payment_method_types"):
            raise Refused(400, "parameter_invalid_empty")
        session = self.add(
            "checkout.session",
            "cs_test",
            mode=said["mode"],
            status="open",
            customer=said["customer"],
            metadata=said["metadata"],
            locale=said["locale"],
            success_url=said["success_url"],
            currency=None,
            amount_total=None,
            payment_intent=None,
            setup_intent=None,
            _said=said,
        )
        session["url"] = f"https://checkout.stripe.com/c/pay/{session['id']}"
        if said["mode"] == "setup":
            session["setup_intent"] = self.add(
                "setup_intent", "seti", metadata=said["setup_intent_data"]["metadata"],
                status="requires_payment_method", payment_method=None, latest_attempt=None, mandate=None,
                last_setup_error=None,
            )["id"]  # fmt: skip
            return session
        [line] = said["line_items"]
        price = line["price_data"]
        if int(price["unit_amount"]) < 1:
            raise Refused(400, "amount_too_small")
        return self._change(session["id"], currency=price["currency"], amount_total=int(price["unit_amount"]))

    def _give_back(self, said: Thing) -> Thing:
        intent = self._get(said["payment_intent"])
        if intent["status"] != "succeeded":
            raise Refused(400, None)
        back = [each for each in self.of("refund") if each["payment_intent"] == intent["id"]]
        left = intent["amount"] - sum(each["amount"] for each in back if each["status"] != "failed")
        if int(said["amount"]) > left:
            raise Refused(400, None)
        status = "succeeded" if intent["payment_method"] in self.numbers else "pending"
        return self.add(
            "refund", "re", payment_intent=intent["id"], charge=intent["latest_charge"],
            amount=int(said["amount"]), currency=intent["currency"], metadata=said["metadata"], status=status,
        )  # fmt: skip

    def _cancel(self, intent: Thing) -> Thing:
        if intent["status"] not in {"requires_action", "requires_payment_method"}:
            raise Refused(400, "payment_intent_unexpected_state")
        return self._change(intent["id"], status="canceled", next_action=None)

    def _expire(self, session: Thing) -> Thing:
        if session["status"] != "open":
            raise Refused(400, None)
        if session["payment_intent"]:
            self._change(session["payment_intent"], status="canceled")
        return self._change(session["id"], status="expired", url=None)

    # How things go on.

    def _card(self, number: str, customer: str) -> Thing:
        details = {"last4": number[-4:], "brand": "visa", "exp_month": 8, "exp_year": 2030, "wallet": None}
        method = self._method("card", customer, details)
        self.numbers[method["id"]] = number
        return method

    def _method(self, kind: str, customer: str | None, details: Thing) -> Thing:
        holder = {"name": "Ada Lovelace"}
        return self.add(
            "payment_method", "pm", type=kind, customer=customer, billing_details=holder, **{kind: details}
        )

    def _finish(self, session_id: str, method: Thing, code: str | None) -> None:
        session = self.things[session_id]
        if session["status"] != "open":
            return
        if method["type"] not in session["_said"]["allowed_payment_method_types"]:
            raise Refused(400, None)
        if session["mode"] == "setup":
            self._keep(session, method)
            return
        intent = self._page_intent(session)
        intent["payment_method"] = method["id"]
        if method["type"] == "sepa_debit":
            intent["status"] = "processing"
        else:
            self._end(intent, code)
        if intent["status"] == "requires_payment_method":
            return
        if intent["setup_future_usage"] is None:
            method["customer"] = None
        self._change(session_id, status="complete", url=None)

    def _page_intent(self, session: Thing) -> Thing:
        if session["payment_intent"] is None:
            price = {"amount": session["amount_total"], "currency": session["currency"]}
            data = session["_said"]["payment_intent_data"]
            session["payment_intent"] = self._new_intent({**price, "customer": session["customer"], **data})[
                "id"
            ]
        return self.things[session["payment_intent"]]

    def _keep(self, session: Thing, method: Thing) -> None:
        details, mandate = self._details(method, kept=True)
        attempt = self.add("setup_attempt", "setatt", payment_method_details=details)
        self._change(
            session["setup_intent"], status="succeeded", payment_method=method["id"],
            latest_attempt=attempt["id"], mandate=mandate,
        )  # fmt: skip
        self._change(session["id"], status="complete", url=None)

    def _details(self, method: Thing, *, kept: bool) -> tuple[Thing, str | None]:
        kind, mandate = method["type"], None
        details: Thing = {}
        if kind in {"ideal", "bancontact"} and kept and not self.debits_are_behind:
            debit = self._method("sepa_debit", method["customer"], {"last4": "4300"})
            mandate = self._mandate()
            details = {"generated_sepa_debit": debit["id"], "generated_sepa_debit_mandate": mandate}
        elif kind == "sepa_debit":
            mandate = self._mandate()
            details = {"mandate": mandate, "last4": "3000"}
        return {"type": kind, kind: details}, mandate

    def _mandate(self) -> str:
        reference = {
            "type": "sepa_debit",
            "sepa_debit": {"reference": "NXDSYREGC9PSMKWY", "url": "https://x"},
        }
        made: str = self.add("mandate", "mandate", status="active", payment_method_details=reference)["id"]
        return made

    def _end(self, intent: Thing, code: str | None) -> None:
        method = self.things[intent["payment_method"]]
        details, _ = self._details(method, kept=intent["setup_future_usage"] is not None)
        charge = self.add(
            "charge", "ch", payment_intent=intent["id"], payment_method_details=details, disputed=False,
            balance_transaction=None,
        )  # fmt: skip
        intent["latest_charge"] = charge["id"]
        if code:
            declined = {"code": "card_declined", "decline_code": code}
            known = {"authentication_required", "payment_intent_authentication_failure"}
            intent["last_payment_error"] = {"code": code} if code in known else declined
            self._change(intent["id"], status="requires_payment_method", payment_method=None)
            return
        self._change(intent["id"], status="succeeded", last_payment_error=None)
        if intent["capture_method"] == "automatic":
            currency = self.settles_in or intent["currency"]
            entry = self.add("balance_transaction", "txn", fee=39, currency=currency)
            charge["balance_transaction"] = entry["id"]

    def _expanded(self, thing: Any, path: list[str]) -> Any:
        """A copy in which what is named by its id at that place is there in full."""
        if isinstance(thing, list):
            return [self._expanded(each, path) for each in thing]
        if not path:
            return thing
        if isinstance(thing, str):
            thing = self.things[thing]
        if thing is None:
            return None
        name, *rest = path
        if thing.get("object") == "charge" and name == "refunds":
            return thing | {"refunds": self._list("refund", {"payment_intent": thing["payment_intent"]})}
        if name not in thing:
            raise Refused(400, "property_cannot_be_expanded", param=name)
        found = thing[name]
        if isinstance(found, str):
            found = self.things[found]
        return thing | {name: self._expanded(found, rest)}


def _reason(error: Thing) -> Thing:
    return {"decline_code": error["decline_code"]} if "decline_code" in error else {}


def _shown(thing: Any) -> Any:
    if isinstance(thing, list):
        return [_shown(each) for each in thing]
    if isinstance(thing, dict):
        return {name: _shown(each) for name, each in thing.items() if not name.startswith("_")}
    return thing


def _response(status: int, body: Thing) -> httpx.Response:
    return httpx.Response(status, content=json.dumps(body), headers={"request-id": "req_1"})


def _unflat(text: str) -> Thing:
    """`a[b]=1&c[0]=2` as nested dicts and lists."""
    said: Thing = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        first, *rest = re.findall(r"[^\[\]]+", name)
        place = said
        path = [first, *rest]
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = value
    return {name: _lists(each) for name, each in said.items()}


def _lists(said: Any) -> Any:
    if not isinstance(said, dict):
        return said
    inside = {name: _lists(each) for name, each in said.items()}
    return list(inside.values()) if inside and all(name.isdecimal() for name in inside) else inside
