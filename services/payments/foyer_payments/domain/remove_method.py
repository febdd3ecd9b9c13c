"""A payment method goes: never the last one that a subscription needs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from foyer_payments.domain.errors import PaymentMethodNeeded
from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment_method import MethodStatus, PaymentMethod
from foyer_payments.domain.subscription import Subscription

WithMandate = tuple[PaymentMethod, Mandate | None]


def check_may_go(
    leaving: WithMandate, rest: Sequence[WithMandate], needed_by: Sequence[Subscription], now: datetime
) -> None:
    """Raises PaymentMethodNeeded unless one of the rest can do whatever this one can, or nothing is collected
    automatically.
    """
    lost = _can(leaving, now)
    if needed_by and not any(_covers(_can(each, now), lost) for each in rest):
        raise PaymentMethodNeeded([(each.id, each.name) for each in needed_by])


def best_of(rest: Sequence[WithMandate], now: datetime) -> PaymentMethod | None:
    """The default after the one that goes: the newest of those that can do most; `rest` is newest first."""
    best = max(rest, key=lambda each: _can(each, now), default=None)
    return best and best[0]


def removed(method: PaymentMethod, now: datetime) -> PaymentMethod:
    """It is not used any more."""
    return replace(method, is_default=False, removed_at=now, version=method.version + 1)


def _can(each: WithMandate, now: datetime) -> tuple[bool, bool]:
    """Whether money may be collected with it, and whether a provider does so for us."""
    method, mandate = each
    usable = method.status(now) is MethodStatus.ACTIVE
    signed = mandate is None or mandate.status is MandateStatus.ACTIVE
    return usable and signed, method.is_chargeable


def _covers(gained: tuple[bool, bool], lost: tuple[bool, bool]) -> bool:
    return all(can >= could for can, could in zip(gained, lost, strict=True))
