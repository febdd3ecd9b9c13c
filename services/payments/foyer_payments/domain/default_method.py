"""Which method is used unless another is named: a customer with methods has exactly one default."""

from dataclasses import replace
from datetime import datetime

from foyer_payments.domain.errors import MandateOver, PaymentMethodExpired
from foyer_payments.domain.payment_method import MethodStatus, PaymentMethod


def place_default(
    added: PaymentMethod, current: PaymentMethod | None, now: datetime, *, wanted: bool
) -> tuple[PaymentMethod, PaymentMethod | None]:
    """The new method, and the one that is the default no longer because of it.

    The first method becomes the default by itself, and so does the first one that a provider can charge, or
    that comes after one that has expired; a later one when it is wanted.
    """
    if current is None:
        return replace(added, is_default=True), None
    serves = current.is_chargeable and not current.is_over(now)
    if not wanted and (serves or not added.is_chargeable):
        return added, None
    return replace(added, is_default=True), _default_no_longer(current)


def move_default(
    wanted: PaymentMethod, current: PaymentMethod, now: datetime
) -> tuple[PaymentMethod, PaymentMethod]:
    """The new default, and the one that was it; raises PaymentMethodExpired, MandateOver."""
    check_usable(wanted, now)
    return replace(wanted, is_default=True, version=wanted.version + 1), _default_no_longer(current)


def check_usable(method: PaymentMethod, now: datetime) -> None:
    """Nothing is to rely on what cannot be charged any more; raises PaymentMethodExpired, MandateOver."""
    if method.status(now) is MethodStatus.EXPIRED:
        raise PaymentMethodExpired("This payment method has expired.")
    if method.mandate_is_over:
        raise MandateOver("The mandate of this payment method is over.")


def _default_no_longer(method: PaymentMethod) -> PaymentMethod:
    return replace(method, is_default=False, version=method.version + 1)
