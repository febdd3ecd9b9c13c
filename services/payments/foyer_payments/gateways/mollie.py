"""Mollie, by its SDK: methods are added and new ones pay on its page, mandates are charged without it.

The SDK waits for answers, so it is asked in threads.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import httpx
import requests
from foyer_shared.basics.money import Money
from mollie.api.client import Client
from mollie.api.error import Error, IdentifierError, ResponseError
from mollie.api.objects.customer import Customer
from mollie.api.objects.payment import Payment

from foyer_payments.domain.provided import Charged, Notice, ProvidedMethod, Refunded, SetUp
from foyer_payments.domain.provider_account import AccountKeys
from foyer_payments.gateways.mollie_notices import address_of, read_notices
from foyer_payments.gateways.mollie_pictures import (
    KEY,
    METHODS,
    charged,
    from_mollie,
    mandate_of,
    once_used,
    refunded,
    set_up,
    to_mollie,
)
from foyer_payments.gateways.provider import (
    ChargeOrder,
    ProviderAway,
    ProviderRefused,
    RefundOrder,
    SetupOrder,
)
from foyer_payments.gateways.readable import readable

CUSTOMER = "foyer_customer"
TIMEOUT = (3, 10)
"""For a connection and for an answer, in seconds."""

MOST = 250
"""Objects of a page of a list."""

_EVERYTHING = {"embed": "refunds,chargebacks"}

_LOCALES = {
    "ca": "ca_ES", "da": "da_DK", "de": "de_DE", "en": "en_GB", "es": "es_ES", "fi": "fi_FI", "fr": "fr_FR",
    "hu": "hu_HU", "is": "is_IS", "it": "it_IT", "lt": "lt_LT", "lv": "lv_LV", "nb": "nb_NO", "nl": "nl_NL",
    "pl": "pl_PL", "pt": "pt_PT", "sv": "sv_SE",
}  # fmt: skip

# The key does not open the account, something else is under way with this key, or too much is asked: nothing
# that the customer could do anything about, and it may pass.
_ASKED_AGAIN = frozenset({401, 403, 409, 429})

Said = dict[str, Any]


class MollieProvider:
    """One account of a business at Mollie."""

    def __init__(self, keys: AccountKeys, *, adapter: requests.adapters.BaseAdapter | None = None) -> None:
        self._secret = keys.webhook_secret
        self._session = requests.Session()
        if adapter is not None:
            self._session.mount("https://", adapter)
        self._api = Client(timeout=TIMEOUT, retry=0)
        # Its own check of the key would put it into an error.
        self._api.api_key = keys.api_key
        self._api.UNAME = "Foyer"  # Else the name of this machine.
        self._api._client = self._session  # noqa: SLF001  Else each thread that comes first makes one.

    @readable
    async def set_up(self, order: SetupOrder) -> SetUp:
        """Begin adding a card on Mollie's page, by a first payment of nothing. Other methods cost money to
        add; they are kept when they pay.
        """
        if "card" not in order.kinds:
            raise ProviderRefused("kind_not_supported")
        said = {
            **_on_page(order, ["creditcard"]),
            "amount": to_mollie(Money(0, order.currency)),
            "description": order.key,
            "sequenceType": "first",
            "customerId": await self._new_customer(order),
            "webhookUrl": address_of("setup", order.webhook_url, self._secret),
        }
        return await self._setup(await self._create(said, order.key))

    @readable
    async def read_setup(self, provided_id: str) -> SetUp:
        """How far it is."""
        return await self._setup(await self._ask(self._api.payments.get, provided_id))

    @readable
    async def charge(self, order: ChargeOrder) -> Charged:
        """Charge a mandate, or open a page for a new method."""
        said = {
            "amount": to_mollie(order.amount),
            "description": order.description,
            "webhookUrl": address_of("charge", order.webhook_url, self._secret),
        }
        if order.token is None:
            methods = [METHODS[kind] for kind in order.kinds if kind in METHODS]
            said |= _on_page(order, methods)
            if order.save:
                said |= {"sequenceType": "first", "customerId": await self._new_customer(order)}
            return await self._charged(await self._create(said, order.key))
        customer, mandate = _parts(order.token)
        owner = await self._ask(self._api.customers.get, customer)
        if (owner["metadata"] or {}).get(CUSTOMER) != order.customer_id:
            raise ProviderRefused("method_unknown")
        # Mollie forgets a key after an hour.
        for payment in await self._ask(self._customer(customer).payments.list, limit=MOST):
            if _key_of(payment) == order.key:
                return await self.read_charge(payment["id"])
        said |= {
            "sequenceType": "recurring",
            "customerId": customer,
            "mandateId": mandate,
            "metadata": {KEY: order.key},
        }
        return await self._charged(await self._create(said, order.key))

    @readable
    async def read_charge(self, provided_id: str) -> Charged:
        """All that is known of it."""
        return await self._charged(await self._ask(self._api.payments.get, provided_id, **_EVERYTHING))

    @readable
    async def cancel_charge(self, provided_id: str) -> Charged:
        """Nobody may finish it any more, if that was in time, and where Mollie lets us."""
        with suppress(ProviderRefused):
            await self._ask(self._api.payments.delete, provided_id)
        return await self.read_charge(provided_id)

    @readable
    async def refund(self, order: RefundOrder) -> Refunded:
        """Give back, or find what this key gave back."""
        refunds = self._payment(order.charge_id).refunds
        for known in map(refunded, await self._ask(refunds.list, limit=MOST)):
            if known.key == order.key:
                return known
        said = {"amount": to_mollie(order.amount), "description": order.key, "metadata": {KEY: order.key}}
        return refunded(await self._ask(refunds.create, said, idempotency_key=order.key))

    @readable
    async def forget_method(self, token: str) -> None:
        """The mandate is revoked."""
        with suppress(ProviderRefused):
            customer, mandate = _parts(token)
            await self._ask(self._customer(customer).mandates.delete, mandate)

    async def charges(self, since: datetime, until: datetime) -> AsyncIterator[Charged]:
        """What was begun from `since` to before `until`, the oldest first."""
        for each in await self._begun(since, until):
            yield each

    @readable
    async def _begun(self, since: datetime, until: datetime) -> list[Charged]:
        begun = [
            payment
            for payment in await self._ask(_back_to, self._api, since)
            if since <= datetime.fromisoformat(payment["createdAt"]) < until
        ]
        return [await self._in_short(payment) for payment in reversed(begun)]

    async def _in_short(self, payment: Said) -> Charged:
        """What a list says of a payment is all that there is, unless something of it went back."""
        back = (payment.get("amountRefunded"), payment.get("amountChargedBack"))
        if any(amount and from_mollie(amount).amount for amount in back):
            return await self.read_charge(payment["id"])
        return charged(payment, once_used(payment))

    def read_notices(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Sequence[Notice]:
        """Where a webhook says to look; raises NoticeRefused."""
        return read_notices(headers, body, secret=self._secret, now=now)

    async def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    async def _create(self, said: Said, key: str) -> Said:
        told = {name: value for name, value in said.items() if value is not None}
        made: Said = await self._ask(self._api.payments.create, told, idempotency_key=key)
        return made

    async def _new_customer(self, order: SetupOrder | ChargeOrder) -> str:
        """One for each method: a token names both, and Mollie has no search that finds a customer again."""
        said = {"metadata": {CUSTOMER: order.customer_id}}
        made = await self._ask(self._api.customers.create, said, idempotency_key=f"{order.key}-customer")
        customer: str = made["id"]
        return customer

    async def _setup(self, payment: Said) -> SetUp:
        return set_up(payment, await self._kept(payment))

    async def _charged(self, payment: Said) -> Charged:
        return charged(payment, await self._kept(payment) or once_used(payment))

    async def _kept(self, payment: Said) -> ProvidedMethod | None:
        """The mandate that a payment made or used, once it has paid and while the mandate is there."""
        if payment["status"] != "paid" or not payment.get("mandateId"):
            return None
        customer = payment["customerId"]
        mandates = self._customer(customer).mandates
        try:
            mandate = await self._ask(mandates.get, payment["mandateId"])
        except ProviderRefused:
            return None
        return None if mandate.get("status") == "invalid" else mandate_of(customer, mandate)

    def _customer(self, customer_id: str) -> Any:
        return Customer({"id": customer_id}, self._api)  # type: ignore[no-untyped-call]

    def _payment(self, payment_id: str) -> Any:
        return Payment({"id": payment_id}, self._api)  # type: ignore[no-untyped-call]

    async def _ask(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return await asyncio.to_thread(call, *args, **kwargs)
        except Error as error:
            raise _no_answer(error) from None


def _back_to(api: Client, since: datetime) -> list[Said]:
    """The payments of the account, the newest first, until they are older."""
    found: list[Said] = []
    page = api.payments.list(limit=MOST)
    while page is not None:
        found += page
        if found and datetime.fromisoformat(found[-1]["createdAt"]) < since:
            break
        page = page.get_next()  # type: ignore[no-untyped-call]
    return found


def _on_page(order: SetupOrder | ChargeOrder, methods: Sequence[str]) -> Said:
    """What a page is told; it offers those of the methods that the account has switched on."""
    if not methods:
        raise ProviderRefused("kinds_missing")
    return {
        "method": [*methods],
        "redirectUrl": order.return_url,
        "cancelUrl": order.return_url,
        "locale": _LOCALES.get(order.language.split("-", maxsplit=1)[0]),
        "metadata": {KEY: order.key},
    }


def _parts(token: str) -> tuple[str, str]:
    """The customer and the mandate that a token names."""
    customer, _, mandate = token.partition("/")
    if not (customer.startswith("cst_") and mandate.startswith("mdt_")):
        raise ProviderRefused("method_unknown")
    return customer, mandate


def _key_of(payment: Said) -> str | None:
    key: str | None = (payment["metadata"] or {}).get(KEY)
    return key


def _no_answer(error: Error) -> ProviderAway | ProviderRefused:
    if isinstance(error, IdentifierError):
        return ProviderRefused("not_found")
    status = error.status or 0 if isinstance(error, ResponseError) else 0
    if not httpx.codes.is_client_error(status) or status in _ASKED_AGAIN:
        return ProviderAway(type(error).__name__)
    return ProviderRefused(f"{status}_{getattr(error, 'field', None) or 'refused'}")
