"""Canceling without signing in: what is asked, what is answered, and what it does not tell."""

import re
from typing import Any

import pytest
from foyer_portal_bff.domain.rate_limit import DECLARATIONS_OF_ADDRESS, RECEIPTS_OF_MAILBOX
from foyer_portal_bff.storage.rows import VisitorDeclarationRow
from foyer_shared.storage.database import Database
from sqlalchemy import select

WHO = {"name": " Ada Lovelace ", "email": "ada@example.com"}


async def kept(database: Database) -> list[VisitorDeclarationRow]:
    """What was recorded."""
    async with database.session() as session:
        return list(await session.scalars(select(VisitorDeclarationRow)))


async def form_of(browser: Any) -> dict[str, str]:
    """The form as it comes."""
    form: dict[str, str] = (await browser.get("/cancel")).form("/cancel")
    return form


async def test_it_is_recorded_while_everybody_is_away_and_has_a_receipt(
    visitor_browser: Any, services: Any, database: Database
) -> None:
    services.away.update({"subscriptions", "invoicing", "payments", "support", "notifications"})
    page = await visitor_browser.get("/cancel")
    assert page.text_of("h1") == "Cancel a contract"
    assert "Cancel now" in page.text()
    form = page.form("/cancel") | WHO | {"contract": "Studio", "number": "cus_1", "reason": "<b>\r\nBye"}
    receipt = await visitor_browser.send("/cancel", form)
    assert receipt == f"/cancel/receipt/{form['idempotency_key']}"

    [row] = await kept(database)
    assert (row.name, row.email, row.receipt_to, row.contract, row.customer_number, row.message) == (
        "Ada Lovelace",
        "ada@example.com",
        "ada@example.com",
        "Studio",
        "cus_1",
        "<b>\nBye",
    )
    shown = await visitor_browser.get(receipt)
    assert shown.text_of("h1") == "We have received your cancellation"
    for words in ("Receipt NW-D-1001", "Ada Lovelace", "Studio", "cus_1", row.content_hash):
        assert words in shown.text()
    file = await visitor_browser.client.get(f"{receipt}/text")
    assert file.headers["content-disposition"] == 'attachment; filename="NW-D-1001.txt"'
    assert file.headers["cache-control"] == "no-store"
    assert f"SHA-256: {row.content_hash}\n{row.content}\n" in file.text
    assert services.calls == []


async def test_known_or_not_the_answer_is_the_same(
    visitor_browser: Any, ada: Any, database: Database
) -> None:
    texts = []
    for email in ("ada@example.com", "nobody@example.com"):
        form = await form_of(visitor_browser) | WHO | {"email": email}
        shown = await visitor_browser.get(await visitor_browser.send("/cancel", form))
        said = shown.text_of("main").split("Proof")[0].replace(email, "…")
        texts.append(re.sub(r"\d\d:\d\d(:\d\d)?", "…", said))
    one, other = texts
    assert one.replace("NW-D-1001", "…") == other.replace("NW-D-1002", "…")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"email": "ada"}, "email"),
        ({"receipt_to": "ada"}, "receipt_to"),
        ({"number": "x" * 201}, "number"),
        ({"contract": "x" * 201}, "contract"),
        ({"cause": "extraordinary"}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"ends": "day"}, "day"),
        ({"ends": "day", "day": "2026-11-21"}, "day"),
        ({"ends": "day", "day": "2031-01-01"}, "day"),
    ],
)
async def test_what_is_wrong_stands_at_its_input_and_nothing_is_recorded(
    visitor_browser: Any, database: Database, wrong: dict[str, str], field: str
) -> None:
    form = await form_of(visitor_browser) | WHO | {"contract": "Kept"} | wrong
    page = await visitor_browser.post("/cancel", form, status=422)
    assert [link for link in page.links() if link.startswith("#") and link != "#main"] == [f"#{field}"]
    if field != "contract":
        assert page.form("/cancel")["contract"] == "Kept"
    assert await kept(database) == []


async def test_sent_twice_it_is_one_and_with_other_words_it_is_asked_for_again(
    visitor_browser: Any, database: Database
) -> None:
    form = await form_of(visitor_browser) | WHO
    assert await visitor_browser.send("/cancel", form) == await visitor_browser.send("/cancel", form)
    page = await visitor_browser.post("/cancel", form | {"name": "Else"}, status=409)
    assert page.form("/cancel")["idempotency_key"] != form["idempotency_key"]
    assert len(await kept(database)) == 1


async def test_a_form_of_another_site_is_not_taken(visitor_browser: Any, database: Database) -> None:
    await form_of(visitor_browser)
    answer = await visitor_browser.client.post("/cancel", data=WHO)
    assert answer.status_code == 403
    assert await kept(database) == []


async def test_a_key_that_is_none_of_ours_gets_a_new_one(visitor_browser: Any) -> None:
    form = await form_of(visitor_browser) | WHO | {"idempotency_key": "1"}
    assert len((await visitor_browser.send("/cancel", form)).removeprefix("/cancel/receipt/")) == 22


async def test_nobody_is_flooded_by_way_of_us(visitor_browser: Any, database: Database) -> None:
    form = await form_of(visitor_browser) | WHO
    for position in range(RECEIPTS_OF_MAILBOX.calls):
        await visitor_browser.send("/cancel", form | {"contract": str(position), "idempotency_key": ""})
    again = form | {"contract": "one more", "idempotency_key": ""}
    await visitor_browser.post("/cancel", again, status=429)
    assert len(await kept(database)) == RECEIPTS_OF_MAILBOX.calls
    for position in range(DECLARATIONS_OF_ADDRESS.calls - RECEIPTS_OF_MAILBOX.calls - 1):
        other = again | {"receipt_to": f"mailbox{position}@example.com"}
        await visitor_browser.send("/cancel", other)
    await visitor_browser.post("/cancel", again | {"receipt_to": "last@example.com"}, status=429)


async def test_a_receipt_that_there_is_not_is_not_found(visitor_browser: Any) -> None:
    await visitor_browser.get("/cancel/receipt/AAAAAAAAAAAAAAAAAAAAAA", status=404)


async def test_every_page_leads_there(browser: Any, visitor_browser: Any, full: Any) -> None:
    for who, path in ((browser, "/"), (browser, "/settings"), (visitor_browser, "/sign-in")):
        assert "/cancel" in (await who.get(path)).links()
