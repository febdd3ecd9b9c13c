"""As many lines as there may be, with names as long as they may be, from the door to the papers."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from foyer_invoicing.domain.check_lines import MOST_LINES
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.paper import PaperKind
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.settings import Settings
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.make_due_papers import make_due_papers
from foyer_shared.http.body_limit import LARGEST_BODY, LARGEST_LIST
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.plugin import SettingsFor
from httpx import AsyncClient
from sqlalchemy import select

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

RABBITMQ_TAKES = 16 * 1024 * 1024
"""Bytes of a message, by its own default since 4.0."""


def body(customer_id: str, count: int, *, characters: int) -> bytes:
    """An order of so many lines, each named by so many characters."""
    lines = [
        {
            "description": f"{n:05d}".ljust(characters, "é"),
            "quantity": 2,
            "unit_amount": 1234,
            "currency": "EUR",
        }
        for n in range(count)
    ]
    return json.dumps({"customer_id": customer_id, "lines": lines}, ensure_ascii=False).encode()


async def test_ten_thousand_lines_with_long_names_go_all_the_way(
    by_business: Client, a_customer: ACustomer, database: Database, settings_for: SettingsFor, tmp_path: Path
) -> None:
    ada = await a_customer()
    asked = body(ada.id, MOST_LINES, characters=500)
    assert LARGEST_BODY < len(asked) < LARGEST_LIST == MOST_LINES * 1_500
    async with by_business() as client:
        answer = await client.post("/v1/orders", content=asked, headers={"Content-Type": "application/json"})
    assert answer.status_code == 201, answer.text
    order = answer.json()
    assert [line["description"][:5] for line in order["lines"]] == [f"{n:05d}" for n in range(MOST_LINES)]
    assert (order["subtotal"]["amount"], order["total"]["amount"]) == (24_680_000, 29_862_800)
    async with database.session() as session:
        sent = {
            row.routing_key: len(row.body) for row in await session.execute(select(database.tables.outbox))
        }
    # What an event adds to a line is about what it leaves out of it.
    assert max(sent.values()) < len(asked) + MOST_LINES * 100
    assert LARGEST_LIST + MOST_LINES * 100 < RABBITMQ_TAKES

    settings = settings_for(Settings, database)
    store = PaperStore(settings.model_copy(update={"files_url": tmp_path.as_uri()}))
    assert await make_due_papers(database, Press(), store) == 1
    async with database.work(an_origin()) as work:
        paper = await Papers(work.session).get(work.scope, PaperKind.INVOICE, order["invoice_id"])
    assert paper.xml
    xml = b"".join([chunk async for chunk in await store.open(paper.xml)])
    assert xml.count(b"<ram:IncludedSupplyChainTradeLineItem>") == MOST_LINES
    assert b"<ram:GrandTotalAmount>298628.00</ram:GrandTotalAmount>" in xml


@pytest.mark.parametrize("door", ["/v1/orders", "/v1/invoices"])
async def test_one_more_has_its_own_refusal_and_changes_nothing(
    by_business: Client, a_customer: ACustomer, stored: Stored, door: str
) -> None:
    asked = body((await a_customer()).id, MOST_LINES + 1, characters=20)
    before = await stored()
    async with by_business() as client:
        answer = await client.post(door, content=asked, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_lines")
    assert answer.json()["field"] == "lines"
    assert await stored() == before


@pytest.mark.parametrize(("door", "most"), [("/v1/orders", LARGEST_LIST), ("/v1/customers", LARGEST_BODY)])
async def test_a_body_has_so_many_bytes_at_each_door(
    by_business: Client, stored: Stored, door: str, most: int
) -> None:
    before = await stored()
    async with by_business() as client:
        answers = [await client.post(door, content=b" " * size) for size in (most, most + 1)]
    assert [answer.status_code for answer in answers] == [422, 413]
    assert await stored() == before
