"""What a provider says of money and methods: always the whole picture, so that hearing it twice, late or in
another order ends the same.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from foyer_shared.basics.money import Money

from foyer_payments.domain.expiry import Expiry

Severity = Literal["hard", "soft"]
"""A hard failure is not tried again with the same method."""


class Status(StrEnum):
    """How far a provider is with a payment, a setup or a refund."""

    REQUIRES_ACTION = "requires_action"
    """The customer has something to do on the provider's page."""
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    """Nobody can finish it any more; no money moved."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no money; `code` is the provider's, or a bank's return code such as `AM04`."""

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class ProvidedMethod:
    """A method at the provider; `token` names it there. Never a whole number."""

    token: str
    kind: str
    last4: str
    brand: str | None = None
    expires_on: Expiry | None = None
    holder: str = ""
    wallet: str | None = None
    """`apple_pay` or `google_pay`, where the card came from one."""
    iban: str | None = None
    """Only of a method whose mandate is new: it is sealed at once and read nowhere else."""
    mandate_reference: str | None = None
    kept: bool = True
    """Whether the provider keeps it; else no token charges it again."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """Money that was there and was taken back by the bank; `undone`: it is there again after all."""

    id: str
    amount: Money
    failure: Failure
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """The holder says that the charge was not theirs, or not right."""

    id: str
    amount: Money
    reason: str
    status: Literal["open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money on its way back; `key` is what Foyer asked with, None for a refund made past it."""

    id: str
    amount: Money
    status: Status
    key: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Charged:
    """All that the provider knows of one payment."""

    id: str
    status: Status
    amount: Money
    key: str | None = None
    """What Foyer asked with: the payment's id."""
    action_url: str | None = None
    """The page that waits for the customer, while the status is `requires_action`."""
    failure: Failure | None = None
    fee: Money | None = None
    method: ProvidedMethod | None = None
    """What paid, once that is known."""
    reversals: tuple[Reversal, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    refunds: tuple[Refunded, ...] = ()


@dataclass(frozen=True, slots=True)
class SetUp:
    """All that the provider knows of one method that is being added."""

    id: str
    status: Status
    key: str | None = None
    """What Foyer asked with: the setup's id."""
    action_url: str | None = None
    failure: Failure | None = None
    method: ProvidedMethod | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook says only that something has changed and where to look, never what is true now."""

    id: str
    """The provider's; the same notice twice has the same."""
    about: Literal["charge", "setup"]
    provided_id: str
    """Of the charge (also for its refunds, disputes and reversals) or the setup, at the provider."""
