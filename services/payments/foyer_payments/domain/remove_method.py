"""A payment method goes: never the last one that a subscription needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from foyer_payments.domain.errors import PaymentMethodNeeded
from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment_method import MethodStatus, PaymentMethod
from foyer_payments.domain.subscription import Subscription

WithMandate = tuple[PaymentMethod, Mandate | None]


@dataclass(frozen=True, slots=True)
class Removal:
    """A method that is to go: which subscriptions need it, and which one is used when it is gone."""

    leaving: WithMandate
    collected: tuple[Subscription, ...]
    """Those that are collected automatically."""
    needed_by: tuple[Subscription, ...]
    heir: PaymentMethod | None
    """The default that comes after it; None when it is not the default, or the only one."""

    def check(self) -> None:
        """Raises PaymentMethodNeeded."""
        if self.needed_by:
            raise PaymentMethodNeeded([(each.id, each.name) for each in self.needed_by])


def removal_of(
    leaving: WithMandate, rest: Sequence[WithMandate], collected: Sequence[Subscription], now: datetime
) -> Removal:
    """The subscriptions that are `collected` automatically need it, unless one of the rest can do whatever it
    can. The newest of those that can do most comes after it; `rest` is newest first.
    """
    lost = _can(leaving, now)
    stands_in = any(_covers(_can(each, now), lost) for each in rest)
    best = max(rest, key=lambda each: _can(each, now), default=None)
    return Removal(
        leaving,
        tuple(collected),
        () if stands_in else tuple(collected),
        best[0] if best is not None and leaving[0].is_default else None,
    )


def removed(method: PaymentMethod, now: datetime) -> PaymentMethod:
    """It is not used any more."""
    return replace(method, is_default=False, chosen_for=(), removed_at=now, version=method.version + 1)


def _can(each: WithMandate, now: datetime) -> tuple[bool, bool]:
    """Whether money may be collected with it, and whether a provider does so for us."""
    method, mandate = each
    usable = method.status(now) is MethodStatus.ACTIVE
    signed = mandate is None or mandate.status is MandateStatus.ACTIVE
    return usable and signed, method.is_chargeable


def _covers(gained: tuple[bool, bool], lost: tuple[bool, bool]) -> bool:
    return all(can >= could for can, could in zip(gained, lost, strict=True))
