"""What migrations make of the documents that they find."""

import json
from collections.abc import Awaitable, Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.tax import TaxClass
from foyer_shared.storage.database import Database
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


def migration(number: str) -> Any:
    """The module of a migration."""
    (path,) = VERSIONS.glob(f"{number}_*.py")
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_the_third_says_of_old_lines_what_they_are_taxed_on(
    database: Database,
    an_order: Callable[..., Awaitable[Order]],
    a_line: Callable[..., Line],
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
) -> None:
    await an_order(lines=[a_line(), a_line(description="It's free", tax_class=TaxClass.ZERO)])
    after = await stored()
    async with database.session() as session:
        for table in ("orders", "invoices"):
            await session.execute(text(_AS_BEFORE.format(table=table)))
    before = await stored()
    assert "category" not in json.dumps(before["orders"], default=str)
    third = migration("0003")
    async with database.session() as session:
        for table in ("orders", "invoices"):
            await session.execute(text(third.explained(table)))
    assert await stored() == after
