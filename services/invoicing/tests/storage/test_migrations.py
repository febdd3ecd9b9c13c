"""What migrations make of the documents that they find."""

import json
from collections.abc import Awaitable, Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.sale import SaleLine
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from sqlalchemy import text

_AS_BEFORE = """
UPDATE invoicing.{table} SET
    lines = (
        SELECT jsonb_agg(each - 'amount' - 'net' - 'category' - 'tax_behavior' - 'reference' ORDER BY place)
        FROM jsonb_array_elements(lines) WITH ORDINALITY AS parts(each, place)
    ),
    taxes = (
        SELECT jsonb_agg(each - 'category' ORDER BY place)
        FROM jsonb_array_elements(taxes) WITH ORDINALITY AS parts(each, place)
    )
"""
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


def migration(name: str) -> Any:
    """The module of a migration."""
    (path,) = VERSIONS.glob(f"*_{name}.py")
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_the_third_says_of_old_lines_what_they_are_taxed_on(
    database: Database,
    an_order: Callable[..., Awaitable[Order]],
    a_sale_line: Callable[..., SaleLine],
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
) -> None:
    await an_order(lines=[a_sale_line(), a_sale_line(description="It's free", tax_class=TaxClass.ZERO)])
    after = await stored()
    async with database.session() as session:
        for table in ("orders", "invoices"):
            await session.execute(text(_AS_BEFORE.format(table=table)))
    before = await stored()
    assert "category" not in json.dumps(before["orders"], default=str)
    third = migration("keep_tax_quotes_and_vat_ids")
    async with database.session() as session:
        for table in ("orders", "invoices"):
            await session.execute(text(third.explained(table)))
    assert await stored() == after


async def test_the_journal_has_what_was_there_before(
    database: Database,
    an_order: Callable[..., Awaitable[Order]],
    a_sale_line: Callable[..., SaleLine],
    booked: Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]],
) -> None:
    paid = await an_order()
    async with database.work(an_origin()) as work:
        await record_payment(work, paid.invoice_id, amount=Money(2000, "EUR"))
        customer = await Customers(work.session).get(work.scope, paid.customer_id)
    await an_order(customer, lines=[a_sale_line(unit_amount=Money(0, "EUR"))])
    void = await an_order(customer)
    before = await booked()
    journal = migration("keep_a_journal")
    async with database.session() as session:
        await session.execute(text("DELETE FROM invoicing.journal_lines"))
        await session.execute(text("DELETE FROM invoicing.journal_entries"))
        await session.execute(
            text("UPDATE invoicing.invoices SET status = 'void', open = 0 WHERE id = :id"),
            {"id": void.invoice_id},
        )
        await session.execute(text(journal.BOOKED))
    after = await booked()
    taken_back = ("invoice_voided", {"receivable": -2420, "revenue": 2000, "tax": 420})
    assert sorted(after, key=str) == sorted([*before, taken_back], key=str)
    assert len(before) == 3
