"""Which payments an invoice takes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.payment import (
    InvoiceAlreadyPaid,
    Payment,
    PaymentAboveOpen,
    PaymentCurrencyDiffers,
    PaymentInFuture,
    PaymentNotPositive,
    check_payment,
)
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import NOW


@pytest.mark.parametrize("amount", [1, 2419, 2420])
def test_a_part_or_all_of_what_is_open_is_taken(an_invoice: Callable[..., Invoice], amount: int) -> None:
    payment = Payment(id="ipay_1", amount=Money(amount, "EUR"), paid_at=NOW, reference=None)
    check_payment(an_invoice(), payment, now=NOW)


@pytest.mark.parametrize(
    ("amount", "paid_at", "changes", "refusal"),
    [
        (Money(0, "EUR"), NOW, {}, PaymentNotPositive),
        (Money(-1, "EUR"), NOW, {}, PaymentNotPositive),
        (Money(2420, "EUR"), NOW + timedelta(seconds=1), {}, PaymentInFuture),
        (Money(2421, "EUR"), NOW, {}, PaymentAboveOpen),
        (Money(421, "EUR"), NOW, {"open": Money(420, "EUR")}, PaymentAboveOpen),
        (Money(2420, "USD"), NOW, {}, PaymentCurrencyDiffers),
        (
            Money(2420, "EUR"),
            NOW,
            {"status": InvoiceStatus.PAID, "open": Money(0, "EUR")},
            InvoiceAlreadyPaid,
        ),
    ],
)
def test_what_it_cannot_take_is_refused(
    an_invoice: Callable[..., Invoice],
    amount: Money,
    paid_at: datetime,
    changes: dict[str, object],
    refusal: type[FoyerError],
) -> None:
    payment = Payment(id="ipay_1", amount=amount, paid_at=paid_at, reference=None)
    with pytest.raises(refusal):
        check_payment(an_invoice(**changes), payment, now=NOW)
