"""Withdrawing without signing in: said, confirmed, and only then declared."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from foyer_portal_bff.storage.rows import VisitorDeclarationRow
from foyer_shared.storage.database import Database
from sqlalchemy import select

WHO = {"name": " Ada Lovelace ", "email": "ada@example.com", "number": "sub_studio"}


async def kept(database: Database) -> list[VisitorDeclarationRow]:
    """What was recorded."""
    async with database.session() as session:
        return list(await session.scalars(select(VisitorDeclarationRow)))


async def form_of(browser: Any) -> dict[str, str]:
    """The form as it comes."""
    form: dict[str, str] = (await browser.get("/withdraw")).form("/withdraw/confirm")
    return form


async def test_it_takes_two_steps_and_works_while_everybody_is_away(
    visitor_browser: Any, services: Any, database: Database
) -> None:
    services.away.update({"subscriptions", "invoicing", "payments", "support", "notifications"})
    page = await visitor_browser.get("/withdraw?number=sub_studio")
    form = page.form("/withdraw/confirm")
    assert form["number"] == "sub_studio"
    confirm = await visitor_browser.post("/withdraw/confirm", form | WHO, status=200)
    assert confirm.text_of("h1") == "Confirm your withdrawal"
    assert ("Ada Lovelace" in confirm.text(), "Confirm withdrawal" in confirm.text()) == (True, True)
    assert await kept(database) == []
    receipt = await visitor_browser.send("/withdraw", confirm.form("/withdraw"))
    [row] = await kept(database)
    assert (row.kind, row.name, row.customer_number, row.message) == (
        "withdrawal",
        "Ada Lovelace",
        "sub_studio",
        None,
    )
    shown = await visitor_browser.get(receipt)
    assert shown.text_of("h1") == "We have received your withdrawal"
    assert ("To end" in shown.text(), "sub_studio" in shown.text()) == (False, True)
    again = await visitor_browser.send("/withdraw", confirm.form("/withdraw"))
    assert (again, len(await kept(database))) == (receipt, 1)


@pytest.mark.parametrize("path", ["/withdraw", "/withdraw/confirm"])
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "ada"}, "email"),
        ({"number": ""}, "number"),
        ({"contract": "x" * 201}, "contract"),
        ({"receipt_to": "ada"}, "receipt_to"),
    ],
)
async def test_what_is_wrong_stands_at_its_input_and_nothing_is_recorded(
    visitor_browser: Any, database: Database, path: str, wrong: dict[str, str], field: str
) -> None:
    form = await form_of(visitor_browser) | WHO | wrong
    page = await visitor_browser.post(path, form, status=422)
    assert [link for link in page.links() if link.startswith("#") and link != "#main"] == [f"#{field}"]
    assert await kept(database) == []


@pytest.mark.parametrize(("days", "is_there"), [(0, True), (14, True), (15, False)])
async def test_its_page_leads_there_for_fourteen_days(
    browser: Any, full: Any, afternoon: datetime, days: int, is_there: bool
) -> None:
    route = "GET /customer/subscriptions/sub_studio"
    one = full.answers["subscriptions", route].json()
    started = (afternoon - timedelta(days=days)).isoformat()
    full.answer("subscriptions", route, one | {"started_at": started})
    links = (await browser.get("/subscriptions/sub_studio")).links()
    assert ("/withdraw?number=sub_studio" in links) is is_there


@pytest.mark.parametrize(("days", "is_there"), [(14, True), (15, False)])
async def test_so_does_that_of_an_order(
    browser: Any, full: Any, afternoon: datetime, days: int, is_there: bool
) -> None:
    route = "GET /customer/orders/ord_1007"
    one = full.answers["invoicing", route].json()
    placed = (afternoon - timedelta(days=days)).isoformat()
    full.answer("invoicing", route, one | {"placed_at": placed})
    links = (await browser.get("/orders/ord_1007")).links()
    assert (f"/withdraw?number={one['number']}" in links) is is_there
