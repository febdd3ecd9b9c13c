"""Stripe, by its SDK: methods are added and new ones pay on its page, kept ones are charged here."""

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import httpx
import stripe

from foyer_payments.domain.provided import Charged, Notice, ProvidedMethod, Refunded, SetUp
from foyer_payments.domain.provider_account import AccountKeys
from foyer_payments.gateways.provider import (
    ChargeOrder,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_payments.gateways.readable import readable
from foyer_payments.gateways.stripe_amounts import to_stripe
from foyer_payments.gateways.stripe_http import StripeHttp
from foyer_payments.gateways.stripe_notices import read_notices
from foyer_payments.gateways.stripe_pictures import (
    CHARGE_EXPANDED,
    KEY,
    SETUP_EXPANDED,
    charge_of,
    charged,
    debit_made_of,
    method_of,
    refunded,
    set_up,
    waiting_page,
)

CUSTOMER = "foyer_customer"
PAGE = "foyer_page"
"""In the metadata of an intent that Stripe's page made: it is known by its session."""

MOST = 100
"""Objects of a page of a list."""

PAGE_LIVES = timedelta(days=1)
"""How long a session of Checkout may be open."""

_LANGUAGES = """
bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk
sl sv th tr vi zh zh-HK zh-TW
"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""Those of Checkout."""

# The key does not open the account, something else is under way with this key, or too much is asked: nothing
# that the customer could do anything about, and it may pass.
_ASKED_AGAIN = frozenset({401, 403, 409, 429})

Params = dict[str, Any]


class StripeProvider:
    """One account of a business at Stripe."""

    def __init__(
        self,
        keys: AccountKeys,
        *,
        address: str = stripe.DEFAULT_API_BASE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._secret = keys.webhook_secret
        self._http = StripeHttp(transport)
        client = stripe.StripeClient(
            keys.api_key,
            base_addresses={"api": address},
            http_client=self._http,
            max_network_retries=1,
        )
        self._api: Any = client.v1
        """Its parameters are typed as dicts without order or spread: held by the tests instead."""

    @readable
    async def set_up(self, order: SetupOrder) -> SetUp:
        """Begin adding a method on Stripe's page, or find the setup that this key began."""
        params = {
            **_page(order, await self._customer(order.customer_id)),
            "mode": "setup",
            "currency": order.currency.lower(),
            "setup_intent_data": {"metadata": {KEY: order.key}},
            "expand": _under("setup_intent", SETUP_EXPANDED),
        }
        return await self._setup(
            await _ask(self._api.checkout.sessions.create_async(params, _once(order.key)))
        )

    @readable
    async def read_setup(self, provided_id: str) -> SetUp:
        """How far it is."""
        params = {"expand": _under("setup_intent", SETUP_EXPANDED)}
        return await self._setup(await _ask(self._api.checkout.sessions.retrieve_async(provided_id, params)))

    @readable
    async def charge(self, order: ChargeOrder) -> Charged:
        """Charge a kept method, or open a page for a new one."""
        if order.token is None:
            return await self._charge_on_page(order)
        method = await _ask(self._api.payment_methods.retrieve_async(order.token, {"expand": ["customer"]}))
        customer = method["customer"] or {}
        if customer.get("metadata", {}).get(CUSTOMER) != order.customer_id:
            raise ProviderRefused("method_unknown")
        # Stripe forgets a key after a day, and a key's answer may be an error that it gave too soon.
        for intent in await _list(
            self._api.payment_intents,
            {"customer": customer["id"], "expand": _under("data", CHARGE_EXPANDED)},
        ):
            if intent["metadata"].get(KEY) == order.key:
                return await self._charged(intent)
        return await self._confirm(order, customer["id"], method)

    @readable
    async def read_charge(self, provided_id: str) -> Charged:
        """All that is known of it."""
        if _is_page(provided_id):
            params = {"expand": _under("payment_intent", CHARGE_EXPANDED)}
            return await self._page_charged(
                await _ask(self._api.checkout.sessions.retrieve_async(provided_id, params))
            )
        intent = await _ask(
            self._api.payment_intents.retrieve_async(provided_id, {"expand": [*CHARGE_EXPANDED]})
        )
        session = None
        if PAGE in intent["metadata"]:
            session, *_ = await _list(self._api.checkout.sessions, {"payment_intent": provided_id})
        return await self._charged(intent, session=session)

    @readable
    async def cancel_charge(self, provided_id: str) -> Charged:
        """Nobody may finish it any more, if that was in time."""
        if _is_page(provided_id):
            cancel = self._api.checkout.sessions.expire_async(provided_id)
        else:
            cancel = self._api.payment_intents.cancel_async(provided_id)
        # Where it is over, or was about to be, what is true now says how.
        with suppress(ProviderRefused):
            await _ask(cancel)
        return await self.read_charge(provided_id)

    @readable
    async def refund(self, order: RefundOrder) -> Refunded:
        """Give back, or find what this key gave back."""
        intent_id = order.charge_id
        if _is_page(intent_id):
            session = await _ask(self._api.checkout.sessions.retrieve_async(intent_id))
            intent_id = session["payment_intent"] or ""
        for known in map(refunded, await _list(self._api.refunds, {"payment_intent": intent_id})):
            if known.key == order.key:
                return known
        params = {
            "payment_intent": intent_id,
            "amount": _there(order),
            "metadata": {KEY: order.key},
        }
        return refunded(await _ask(self._api.refunds.create_async(params, _once(order.key))))

    @readable
    async def forget_method(self, token: str) -> None:
        """It is not charged any more."""
        try:
            method = await _ask(self._api.payment_methods.retrieve_async(token))
        except ProviderRefused:
            return
        if method["customer"] is not None:
            await _ask(self._api.payment_methods.detach_async(token))

    async def charges(self, since: datetime, until: datetime) -> AsyncIterator[Charged]:
        """What was begun from `since` to before `until`, the oldest first."""
        for each in await self._begun(since, until):
            yield each

    @readable
    async def _begun(self, since: datetime, until: datetime) -> list[Charged]:
        begun = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        opened = begun | {"gte": int((since - PAGE_LIVES).timestamp())}
        sessions = await _list(self._api.checkout.sessions, {"created": opened}, all_of_them=True)
        pages = {session["payment_intent"]: session for session in sessions}
        intents = await _list(
            self._api.payment_intents,
            {"created": begun, "expand": _under("data", CHARGE_EXPANDED)},
            all_of_them=True,
        )
        return [await self._charged(intent, session=pages.get(intent["id"])) for intent in reversed(intents)]

    def read_notices(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Sequence[Notice]:
        """Where a webhook says to look; raises NoticeRefused."""
        return read_notices(headers, body, secret=self._secret, now=now)

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.close_async()

    async def _confirm(self, order: ChargeOrder, customer: str, method: dict[str, Any]) -> Charged:
        params = {
            "amount": _there(order),
            "currency": order.amount.currency.lower(),
            "customer": customer,
            "payment_method": method["id"],
            "payment_method_types": [method["type"]],
            # The fee is known at once; by default it comes later, when nobody asks any more.
            "capture_method": "automatic",
            "description": order.description,
            "metadata": {KEY: order.key},
            "confirm": True,
            "expand": [*CHARGE_EXPANDED],
            **({"return_url": order.return_url} if order.on_session else {"off_session": True}),
        }
        try:
            intent = (await self._api.payment_intents.create_async(params, _once(order.key))).to_dict()
        except stripe.CardError as declined:
            intent = _intent_of(declined)
        except stripe.StripeError as error:
            raise _no_answer(error) from error
        return await self._charged(intent)

    async def _charge_on_page(self, order: ChargeOrder) -> Charged:
        price = {
            "currency": order.amount.currency.lower(),
            "unit_amount": _there(order),
            "product_data": {"name": order.description},
        }
        params = {
            **_page(order, await self._customer(order.customer_id)),
            "mode": "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "payment_intent_data": {
                "capture_method": "automatic",
                "description": order.description,
                "metadata": {KEY: order.key, PAGE: "checkout"},
                **({"setup_future_usage": "off_session"} if order.save else {}),
            },
            "expand": _under("payment_intent", CHARGE_EXPANDED),
        }
        return await self._page_charged(
            await _ask(self._api.checkout.sessions.create_async(params, _once(order.key)))
        )

    async def _customer(self, customer_id: str) -> str:
        """The customer at Stripe, made when there is none: known by our id, and by nothing of theirs.

        A search finds one within minutes, and the key finds it for a day: together they find it always.
        """
        query = f"metadata['{CUSTOMER}']:'{customer_id}'"
        found = await _ask(self._api.customers.search_async({"query": query, "limit": 1}))
        if found["data"]:
            known: str = found["data"][0]["id"]
            return known
        made = await _ask(
            self._api.customers.create_async({"metadata": {CUSTOMER: customer_id}}, _once(customer_id))
        )
        new: str = made["id"]
        return new

    async def _setup(self, session: dict[str, Any]) -> SetUp:
        intent, method = session["setup_intent"], None
        if intent and intent["status"] == "succeeded":
            attempt = intent["latest_attempt"] or {}
            method = await self._kept(
                intent["payment_method"], attempt.get("payment_method_details"), intent["mandate"]
            )
        return set_up(session, method)

    async def _page_charged(self, session: dict[str, Any]) -> Charged:
        if session["payment_intent"] is None:
            return waiting_page(session)
        return await self._charged(session["payment_intent"], session=session)

    async def _charged(self, intent: dict[str, Any], *, session: dict[str, Any] | None = None) -> Charged:
        charge, method, refunds, disputes = charge_of(intent), None, [], []
        if isinstance(intent["payment_method"], dict):
            details = charge.get("payment_method_details") if intent["setup_future_usage"] else None
            method = await self._kept(intent["payment_method"], details, None)
        if charge and intent["status"] == "succeeded":
            of_intent = {"payment_intent": intent["id"]}
            refunds = charge["refunds"]["data"]
            if charge["refunds"]["has_more"]:
                refunds = await _list(self._api.refunds, of_intent)
            if charge["disputed"]:
                disputes = await _list(self._api.disputes, of_intent)
        return charged(intent, session=session, method=method, refunds=refunds, disputes=disputes)

    async def _kept(
        self, method: dict[str, Any], details: dict[str, Any] | None, mandate_id: str | None
    ) -> ProvidedMethod:
        """What may be charged later: of iDEAL and Bancontact that is a direct debit."""
        debit, mandate_of_debit = debit_made_of(details)
        mandate_id = mandate_id or mandate_of_debit
        if debit:
            method = await _ask(self._api.payment_methods.retrieve_async(debit))
        mandate = None
        if method["type"] == "sepa_debit" and mandate_id:
            mandate = await _ask(self._api.mandates.retrieve_async(mandate_id))
        return method_of(method, mandate=mandate)


def _page(order: SetupOrder | ChargeOrder, customer: str) -> Params:
    """What both sorts of pages are told. They offer those of the kinds that the account has switched on."""
    return {
        "customer": customer,
        "allowed_payment_method_types": [*order.kinds],
        "client_reference_id": order.key,
        "metadata": {KEY: order.key},
        "locale": _locale(order.language),
        "success_url": order.return_url,
        "cancel_url": order.return_url,
    }


def _locale(language: str) -> str:
    for spoken in (language, language.split("-", maxsplit=1)[0]):
        if spoken in LANGUAGES:
            return spoken
    return "auto"


def _there(order: ChargeOrder | RefundOrder) -> int:
    try:
        return to_stripe(order.amount)
    except ValueError:
        raise ProviderRefused("amount_not_possible") from None


def _is_page(provided_id: str) -> bool:
    return provided_id.startswith("cs_")


def _under(place: str, names: Sequence[str]) -> list[str]:
    """What is to be read in full, of what lies at that place."""
    return [f"{place}.{name}" for name in names]


def _once(key: str) -> dict[str, Any]:
    return {"idempotency_key": key}


def _intent_of(declined: stripe.CardError) -> dict[str, Any]:
    """A decline is an answer: the intent that was not paid."""
    body = declined.json_body
    intent = body["error"].get("payment_intent") if isinstance(body, dict) else None
    if intent is None:
        raise _no_answer(declined) from declined
    return dict(intent)


async def _ask(call: Awaitable[Any]) -> dict[str, Any]:
    try:
        said: dict[str, Any] = (await call).to_dict()
    except stripe.StripeError as error:
        raise _no_answer(error) from error
    return said


async def _list(room: Any, params: Params, *, all_of_them: bool = False) -> list[dict[str, Any]]:
    """The newest first; as many as there can be of one payment or, for a key's sake, of one customer."""
    try:
        page = await room.list_async({"limit": MOST, **params})
        if all_of_them:
            return [each.to_dict() async for each in page.auto_paging_iter()]
        return [each.to_dict() for each in page.data]
    except stripe.StripeError as error:
        raise _no_answer(error) from error


def _no_answer(error: stripe.StripeError) -> ProviderAway | ProviderRefused:
    status = error.http_status or 0
    if not httpx.codes.is_client_error(status) or status in _ASKED_AGAIN:
        return ProviderAway(type(error).__name__)
    if isinstance(error, stripe.IdempotencyError):
        return ProviderRefused("key_reused")
    return ProviderRefused(error.code or "invalid")
