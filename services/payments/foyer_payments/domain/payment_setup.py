"""A payment method that a customer is adding on a provider's page."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from foyer_payments.domain.payment_states import MOVES, PaymentStatus
from foyer_payments.domain.provided import Failure, SetUp

LAPSED = Failure("setup_lapsed", "hard")
"""Neither the customer nor the provider has come to an end with it."""

_WAITED_FOR = timedelta(days=14)
"""By real time, which providers and banks go by."""


@dataclass(frozen=True, slots=True)
class PaymentSetup:
    """It has the states of a payment; `payment_method_id` is what came of it."""

    id: str
    business_id: str
    customer_id: str
    account_id: str
    kinds: tuple[str, ...]
    currency: str
    language: str
    return_url: str
    created_at: datetime
    status: PaymentStatus = PaymentStatus.CREATED
    provided_id: str | None = None
    action_url: str | None = None
    failure: Failure | None = None
    payment_method_id: str | None = None
    amends: str | None = None
    """The id of the method for direct debit whose account is to be another one."""
    replaces: str | None = None
    """The id of the method whose place the new one is to take."""
    begun_at: datetime | None = field(default=None, compare=False)
    """By real time; None until it is kept."""


def follow_setup(setup: PaymentSetup, said: SetUp) -> PaymentSetup:
    """The setup after what its provider says of it; the same object when that is no news."""
    status = PaymentStatus(said.status)
    if status not in MOVES[setup.status]:
        return setup
    return replace(
        setup,
        status=status,
        provided_id=said.id,
        action_url=said.action_url if status is PaymentStatus.REQUIRES_ACTION else None,
        failure=said.failure,
    )


def has_lapsed(setup: PaymentSetup, real: datetime) -> bool:
    """Whether nothing will come of it."""
    return not setup.status.is_over and setup.begun_at is not None and real - setup.begun_at > _WAITED_FOR


def fail_setup(setup: PaymentSetup, failure: Failure) -> PaymentSetup:
    """No method will come of it."""
    return replace(setup, status=PaymentStatus.FAILED, action_url=None, failure=failure)
