"""Credit notes are kept as they were issued."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from foyer_invoicing.domain.credit_note import CreditNote, CreditNoteNotFound, RefundPart
from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin


async def test_a_credit_note_is_read_as_it_was_written(
    database: Database, an_order: Callable[..., Awaitable[Order]], a_line: Callable[..., Line]
) -> None:
    order = await an_order()
    line = TaxedLine(
        a_line(quantity=1, of_line=1),
        Decimal(21),
        TaxCategory.STANDARD,
        Money(1000, "EUR"),
        Money(210, "EUR"),
    )
    note = CreditNote(
        id="crn_1",
        business_id=NORTHWIND,
        customer_id=order.customer_id,
        number="NW-CN-2026-00001",
        invoice_id=order.invoice_id,
        invoice_number=order.invoice_number,
        totals=totals_of([line]),
        reason="One was broken.",
        settled=Money(1000, "EUR"),
        to_balance=Money(200, "EUR"),
        refunds=(RefundPart("pay_1", Money(10, "EUR")),),
        issued_on=date(2026, 3, 10),
        issued_at=NOW,
    )
    later = replace(note, id="crn_2", number="NW-CN-2026-00002", issued_at=NOW + timedelta(hours=1))
    async with database.work(an_origin()) as work:
        await CreditNotes(work.session).add(note, [line])
        await CreditNotes(work.session).add(later, [line])
    async with database.work(an_origin()) as work:
        notes = CreditNotes(work.session)
        assert await notes.get_with_lines(work.scope, "crn_1") == (note, (line,))
        assert await notes.list_of_with_lines(work.scope, order.invoice_id) == [
            (note, (line,)),
            (later, (line,)),
        ]
        assert await notes.list_page(work.scope, limit=10, customer_id=order.customer_id) == [later, note]
        after = (later.issued_at, later.id)
        assert await notes.list_page(work.scope, limit=10, invoice_id=order.invoice_id, after=after) == [note]
    async with database.work(an_origin(CONTOSO)) as work:
        with pytest.raises(CreditNoteNotFound):
            await CreditNotes(work.session).get_with_lines(work.scope, "crn_1")
