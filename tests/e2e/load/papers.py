"""Invoices that wait for their PDF and their XML: how many one worker makes in a second."""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.gateways.paper_sheet import bill_sheet
from foyer_invoicing.gateways.paper_words import words_of
from foyer_invoicing.gateways.press import TEMPLATE
from foyer_invoicing.gateways.printable import FONTS
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.rows import BusinessRow, Row
from foyer_invoicing.use_cases.create_customer import create_customer
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.read_bill import read_bill
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import migrate
from psycopg.sql import SQL, Identifier, Literal

from tests.e2e.load.foyer import Servers
from tests.e2e.load.limit import fresh_database
from tests.e2e.load.measure import Choices, Line, WrongAnswers, in_turn

COUNT, LINES = 300, 15
RATE = 0.3
"""The share of the limit's rate at least."""

_BUSINESS = "biz_01jdnrthw1nde8000000000000"
_COPY = """
    INSERT INTO {table} SELECT copy.* FROM {table} AS original
    CROSS JOIN generate_series(2, %(count)s) AS copies(place)
    CROSS JOIN LATERAL jsonb_populate_record(original, jsonb_build_object(
        'id', {prefix} || lpad(place::text, 26, '0'),
        'subject_id', 'inv_' || lpad(place::text, 26, '0'),
        'number', 'NW-2026-' || lpad(place::text, 5, '0')
    )) AS copy
"""


async def measure_papers(servers: Servers, choices: Choices) -> list[Line]:
    """Each round makes all of them on a database of its own; the limit sets the same pages."""
    with tempfile.TemporaryDirectory(prefix="foyer-papers-") as folder:
        sheets = Path(folder) / "sheets.json"

        async def foyer() -> Sequence[float]:
            with fresh_database(servers) as url, tempfile.TemporaryDirectory(dir=folder) as files:
                migrate(url, "invoicing")
                sheet = await _plant(url)
                pages = [sheet | {"number": f"NW-2026-{number:05}"} for number in range(1, COUNT + 1)]
                sheets.write_text(json.dumps(pages))
                return (await _rate("plumbing.paper_maker", url, files),)

        async def limit() -> Sequence[float]:
            return (await _rate("bare.typesetter", str(TEMPLATE), str(FONTS), str(sheets)),)

        (rate,), (bare,) = await in_turn(foyer, limit, choices.rounds)
    what = f"PDF with XML of {LINES} lines, one worker"
    return [Line(what, "documents/s", rate, bare, RATE, at_least=True)]


async def _rate(side: str, *arguments: str) -> float:
    """Papers in a second, by a process of that side."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.e2e.load.{side}", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    told: dict[str, float] = json.loads((await process.communicate())[0])
    if told["made"] != COUNT:
        raise WrongAnswers(f"{told['made']:.0f} of {COUNT} papers were made")
    return COUNT / told["seconds"]


async def _plant(url: str) -> dict[str, Any]:
    """An invoice that waits for its paper, and copies of it; what stands on the paper."""
    database = Database(url, Row.metadata)
    async with database.session() as session:
        session.add(
            BusinessRow(
                id=_BUSINESS,
                version=1,
                legal_name="Northwind B.V.",
                number_prefix="NW",
                country="NL",
                currency="EUR",
                zone="Europe/Amsterdam",
                language="en",
                support_email="support@northwind.example",
                brand_name="Northwind",
                brand_accent="#4f46e5",
                vat_id="NL004495445B01",
                creditor_id=None,
                importing=False,
            )
        )
    origin = Origin(Scope(_BUSINESS), Actor.system("load"), real_now(), "req_load")
    async with database.work(origin) as work:
        ada = await create_customer(work, email="ada@example.com", name="Ada Lovelace")
        lines = (
            SaleLine(
                description=f"Desk lamp, model {number}", quantity=2, unit_amount=Money(1_000 + number, "EUR")
            )
            for number in range(LINES)
        )
        invoice, _ = await issue_invoice(work, customer_id=ada.id, sale=Sale(tuple(lines)))
        business = await Businesses(work.session).get(work.scope)
        bill = await read_bill(work, invoice.id, business)
    await database.close()
    with psycopg.connect(url) as connection:
        for table, prefix in (("invoices", "inv_"), ("papers", "doc_")):
            copy = SQL(_COPY).format(table=Identifier("invoicing", table), prefix=Literal(prefix))
            connection.execute(copy, {"count": COUNT})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return bill_sheet(bill, business, words_of("en"))
