"""The small interface behind which every payment provider stands."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from foyer_shared.basics.money import Money

from foyer_payments.domain.provided import Charged, Notice, Refunded, SetUp


class ProviderAway(Exception):
    """Nobody answered, or not in a way that says whether it was done: ask again with the same key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProviderRefused(Exception):
    """It answered that it will not do that. Nothing was done; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoticeRefused(Exception):
    """A webhook that the provider did not sign, or signed too long ago; `reason` is a metric's label."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SetupOrder:
    """Add a method on the provider's page; the customer comes back to `return_url` either way."""

    key: str
    customer_id: str
    kinds: tuple[str, ...]
    currency: str
    country: str | None
    email: str | None
    holder: str | None
    language: str
    return_url: str
    amends: str | None = None
    """The token of a direct debit whose mandate goes on with another account, where the provider can do that:
    the method then has the reference of the mandate.
    """
    webhook_url: str | None = None
    """Where a provider that wants to know it of each order tells what has changed."""


@dataclass(frozen=True, slots=True)
class ChargeOrder:
    """Take money. Without a `token` the provider's page asks for a method of one of the `kinds`."""

    key: str
    """The payment's id: asked twice, it is done once."""
    customer_id: str
    amount: Money
    description: str
    """What the holder reads on the statement, such as the invoice's number."""
    token: str | None
    on_session: bool
    """The customer is here and can be asked; else an answer that asks for them is a failure."""
    kinds: tuple[str, ...] = ()
    save: bool = False
    """Keep the method for later, off-session charges."""
    return_url: str | None = None
    language: str = "en"
    webhook_url: str | None = None
    """As of a setup."""


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """Give money back of a charge."""

    key: str
    """The refund's id."""
    charge_id: str
    amount: Money


class PaymentProvider(Protocol):
    """One account of a business at a provider. Each call raises ProviderAway or ProviderRefused."""

    async def set_up(self, order: SetupOrder) -> SetUp:
        """Begin adding a method."""

    async def read_setup(self, provided_id: str) -> SetUp:
        """How far it is."""

    async def charge(self, order: ChargeOrder) -> Charged:
        """Begin a payment, or find the one that this key began. A decline is an answer, not an error."""

    async def read_charge(self, provided_id: str) -> Charged:
        """All that is known of it."""

    async def cancel_charge(self, provided_id: str) -> Charged:
        """Nobody may finish it any more; the answer says whether that was in time."""

    async def refund(self, order: RefundOrder) -> Refunded:
        """Give back, or find what this key gave back."""

    async def forget_method(self, token: str) -> None:
        """It is not used any more; one that is not there is forgotten already."""

    def charges(self, since: datetime, until: datetime) -> AsyncIterator[Charged]:
        """What was begun there in that time, to be compared with the books."""

    def read_notices(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Sequence[Notice]:
        """What a webhook says; raises NoticeRefused. Knows the signature, asks nobody."""

    async def close(self) -> None:
        """Give the connections back."""
