"""Which method is used unless another is named: a customer with methods has exactly one default."""

from dataclasses import replace

from foyer_payments.domain.payment_method import PaymentMethod


def place_default(
    added: PaymentMethod, current: PaymentMethod | None, *, wanted: bool
) -> tuple[PaymentMethod, PaymentMethod | None]:
    """The new method, and the one that is the default no longer because of it.

    The first method becomes the default by itself, and so does the first one that a provider can charge; a
    later one when it is wanted.
    """
    if current is None:
        return replace(added, is_default=True), None
    if not wanted and (current.is_chargeable or not added.is_chargeable):
        return added, None
    return replace(added, is_default=True), replace(current, is_default=False, version=current.version + 1)
