"""The life of an invoice: finalised, paid in parts, overdue."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.domain.finalize_invoice import finalize_invoice
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus, ShownStatus, Terms
from foyer_invoicing.domain.mark_overdue import mark_overdue
from foyer_invoicing.domain.settle_invoice import settle_invoice
from foyer_invoicing.domain.totals import Totals
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA, NOW


@pytest.mark.parametrize(
    ("now", "issued_on"),
    [
        (datetime(2026, 3, 10, 9, 30, tzinfo=UTC), date(2026, 3, 10)),
        (datetime(2026, 3, 10, 22, 59, tzinfo=UTC), date(2026, 3, 10)),
        (datetime(2026, 3, 10, 23, 0, tzinfo=UTC), date(2026, 3, 11)),
        (datetime(2026, 7, 10, 22, 0, tzinfo=UTC), date(2026, 7, 11)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_its_dates_are_the_business_s_own(
    northwind: Business, an_invoice: Callable[..., Invoice], now: datetime, issued_on: date
) -> None:
    invoice = finalize_invoice(
        id="inv_1",
        number="NW-2026-00001",
        business=northwind,
        customer_id=ADA,
        totals=an_invoice().totals,
        terms=Terms(order_id="ord_1"),
        usual_due_days=14,
        now=now,
    )
    assert invoice == an_invoice(issued_on=issued_on, due_on=issued_on + timedelta(days=14), finalized_at=now)


def test_one_of_nothing_is_paid_at_once(northwind: Business) -> None:
    nothing = Money(0, "EUR")
    invoice = finalize_invoice(
        id="inv_1",
        number="NW-2026-00001",
        business=northwind,
        customer_id=ADA,
        totals=Totals(nothing, nothing, nothing, ()),
        terms=Terms(),
        usual_due_days=14,
        now=NOW,
    )
    assert (invoice.status, invoice.paid_at, invoice.version) == (InvoiceStatus.PAID, NOW, 2)


def test_a_part_leaves_it_open_and_the_rest_pays_it(an_invoice: Callable[..., Invoice]) -> None:
    part = settle_invoice(an_invoice(), Money(2000, "EUR"), at=NOW)
    assert part == an_invoice(open=Money(420, "EUR"), version=2)
    whole = settle_invoice(part, Money(420, "EUR"), at=NOW)
    assert whole == an_invoice(open=Money(0, "EUR"), status=InvoiceStatus.PAID, paid_at=NOW, version=3)


@pytest.mark.parametrize(("today", "overdue"), [(date(2026, 3, 24), False), (date(2026, 3, 25), True)])
def test_it_is_overdue_from_the_day_after_its_due_date(
    an_invoice: Callable[..., Invoice], *, today: date, overdue: bool
) -> None:
    expected = an_invoice(overdue_at=NOW, version=2) if overdue else an_invoice()
    assert mark_overdue(an_invoice(), USUAL_DUNNING, today=today, now=NOW) == expected


def test_it_becomes_overdue_once_and_never_when_it_is_paid(an_invoice: Callable[..., Invoice]) -> None:
    later = date(2026, 6, 1)
    overdue = an_invoice(overdue_at=NOW, version=2)
    assert mark_overdue(overdue, USUAL_DUNNING, today=later, now=NOW + timedelta(days=1)) is overdue
    paid = an_invoice(status=InvoiceStatus.PAID, open=Money(0, "EUR"))
    assert mark_overdue(paid, USUAL_DUNNING, today=later, now=NOW) is paid
    automatic = an_invoice(collection=Collection.AUTOMATIC)
    assert mark_overdue(automatic, USUAL_DUNNING, today=later, now=NOW) is automatic


@pytest.mark.parametrize(
    ("status", "overdue_at", "shown"),
    [
        (InvoiceStatus.OPEN, None, ShownStatus.UNPAID),
        (InvoiceStatus.OPEN, NOW, ShownStatus.OVERDUE),
        (InvoiceStatus.PAID, None, ShownStatus.PAID),
        (InvoiceStatus.PAID, NOW, ShownStatus.PAID),
    ],
)
def test_customers_are_told_in_their_words(
    an_invoice: Callable[..., Invoice],
    status: InvoiceStatus,
    overdue_at: datetime | None,
    shown: ShownStatus,
) -> None:
    assert replace(an_invoice(), status=status, overdue_at=overdue_at).shown_status is shown


@pytest.mark.parametrize(
    ("changes", "is_transferred"),
    [({}, True), ({"pending": True}, False), ({"open": Money(0, "EUR")}, False)],
    ids=["open", "a payment is under way", "paid"],
)
def test_what_is_open_is_transferred_unless_a_payment_is_under_way(
    an_invoice: Callable[..., Invoice], changes: dict[str, Any], is_transferred: bool
) -> None:
    account = BankAccount(iban="NL91ABNA0417164300", holder="Northwind B.V.")
    assert an_invoice(pay_to=account, **changes).transfer_to == (account if is_transferred else None)
