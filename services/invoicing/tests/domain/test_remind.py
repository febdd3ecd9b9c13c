"""When a customer is reminded of an invoice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus
from foyer_invoicing.domain.mark_overdue import mark_overdue
from foyer_invoicing.domain.remind import remind_after, remind_before
from foyer_shared.testing.makers import NOW

AnInvoice = Callable[..., Invoice]

# The invoice is of 10 March and due on 24 March.


@pytest.mark.parametrize(("day", "reminded"), [(20, False), (21, True), (24, True), (25, False)])
def test_three_days_ahead_until_the_due_date(an_invoice: AnInvoice, day: int, *, reminded: bool) -> None:
    invoice = an_invoice()
    after = remind_before(invoice, USUAL_DUNNING, today=date(2026, 3, day), now=NOW)
    if reminded:
        assert after == replace(invoice, due_soon_at=NOW, version=2)
    else:
        assert after is invoice


@pytest.mark.parametrize(
    "changes",
    [
        {"due_soon_at": NOW},
        {"overdue_at": NOW},
        {"status": InvoiceStatus.PAID},
        {"collection": Collection.AUTOMATIC},
        {"issued_on": date(2026, 3, 21)},
    ],
)
def test_what_needs_no_reminder_ahead(an_invoice: AnInvoice, changes: dict[str, Any]) -> None:
    invoice = an_invoice(**changes)
    assert remind_before(invoice, USUAL_DUNNING, today=date(2026, 3, 22), now=NOW) is invoice


@pytest.mark.parametrize(("day", "reminded"), [(30, False), (31, True)])
def test_seven_days_after(an_invoice: AnInvoice, day: int, *, reminded: bool) -> None:
    invoice = an_invoice(overdue_at=NOW)
    after = remind_after(invoice, USUAL_DUNNING, today=date(2026, 3, day), now=NOW)
    if reminded:
        assert after == replace(invoice, reminded_at=NOW, version=2)
    else:
        assert after is invoice


@pytest.mark.parametrize(
    "changes", [{"overdue_at": None}, {"reminded_at": NOW}, {"status": InvoiceStatus.PAID}]
)
def test_what_needs_no_reminder_after(an_invoice: AnInvoice, changes: dict[str, Any]) -> None:
    invoice = an_invoice(**{"overdue_at": NOW} | changes)
    assert remind_after(invoice, USUAL_DUNNING, today=date(2026, 4, 30), now=NOW) is invoice


def test_a_business_can_do_without(an_invoice: AnInvoice) -> None:
    silent = replace(USUAL_DUNNING, remind_before_days=None, remind_after_days=None)
    near, late = an_invoice(), an_invoice(overdue_at=NOW)
    assert remind_before(near, silent, today=date(2026, 3, 22), now=NOW) is near
    assert remind_after(late, silent, today=date(2026, 4, 30), now=NOW) is late


@pytest.mark.parametrize(("day", "reminded_at"), [(30, None), (31, NOW)])
def test_found_overdue_late_one_message_says_it_all(
    an_invoice: AnInvoice, day: int, reminded_at: Any
) -> None:
    overdue = mark_overdue(an_invoice(), USUAL_DUNNING, today=date(2026, 3, day), now=NOW)
    assert (overdue.overdue_at, overdue.reminded_at) == (NOW, reminded_at)
