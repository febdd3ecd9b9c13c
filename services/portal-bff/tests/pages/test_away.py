"""While a service is away: what a page says, that it looks again, and that nothing typed is lost."""

from typing import Any

import pytest
from foyer_shared.testing.html import HtmlPage
from sqlalchemy import text

PAUSE = "/subscriptions/sub_studio/pause"
ASK = "/support/new"


def looks_again(page: HtmlPage) -> bool:
    """Whether the page is marked to look again by itself."""
    return any("data-away" in element.attrib for tag in ("p", "div") for element in page.all(tag))


async def test_a_page_with_an_aged_part_looks_again(browser: Any, full: Any, database: Any) -> None:
    assert not looks_again(await browser.get("/"))
    async with database.session() as session:
        await session.execute(text("UPDATE portal.picture_parts SET fetched_at = now() - interval '12 min'"))
    full.away.add("subscriptions")
    assert looks_again(await browser.get("/"))
    full.away.clear()
    assert not looks_again(await browser.get("/"))


@pytest.mark.parametrize(
    ("owner", "is_old"), [("subscriptions", False), ("invoicing", True), ("support", True)]
)
async def test_an_aged_sidebar_looks_again_on_every_page(
    browser: Any, full: Any, owner: str, is_old: bool
) -> None:
    full.away.add(owner)
    assert looks_again(await browser.get("/settings")) is is_old


async def test_a_part_that_never_came_makes_home_look_again(browser: Any, full: Any) -> None:
    full.away.add("subscriptions")
    assert looks_again(await browser.get("/"))


async def test_a_page_of_its_owner_leads_back_to_itself(browser: Any, full: Any) -> None:
    full.away.add("invoicing")
    page = await browser.get("/invoices?status=overdue", status=503)
    assert looks_again(page)
    assert page.text_of("h1") == "Back in a moment"
    links = {link.text: link.get("href") for link in page.all("a")}
    assert links["Try again"] == "/invoices?status=overdue"
    assert links["Go to the home page"] == "/"


async def test_a_pause_that_did_not_get_through_can_be_sent_again_as_it_was(browser: Any, full: Any) -> None:
    form = (await browser.get(PAUSE)).form(PAUSE)
    typed = {**form, "resumes_on": "2027-01-15", "when": "period_end"}
    full.away.add("subscriptions")
    page = await browser.post(PAUSE, typed, status=503)
    assert "What you entered is kept: send it again in a moment." in page.text()
    assert page.form(PAUSE) == typed
    assert not looks_again(page)


async def test_in_dutch(browser: Any, full: Any) -> None:
    browser.client.headers["accept-language"] = "nl"
    form = (await browser.get(PAUSE)).form(PAUSE)
    full.away.add("subscriptions")
    page = await browser.post(PAUSE, form, status=503)
    assert "Wat u hebt ingevuld, is bewaard" in page.text()
    assert "Opnieuw versturen" in [button.text for button in page.all("button")]
    page = await browser.get("/subscriptions", status=503)
    assert "Opnieuw proberen" in [link.text for link in page.all("a")]


async def test_a_question_that_did_not_get_through_stays_in_its_form(browser: Any, full: Any) -> None:
    form = (await browser.get(ASK)).form(ASK)
    typed = {**form, "category": "billing", "subject": "A question", "text": "How?"}
    full.away.add("support")
    page = await browser.post(ASK, typed, status=503)
    assert "This part is not available right now. Please try again in a moment." in page.text()
    assert page.form(ASK) == typed


async def test_what_was_typed_is_text(browser: Any, full: Any) -> None:
    form = (await browser.get(PAUSE)).form(PAUSE)
    full.away.add("subscriptions")
    page = await browser.post(PAUSE, {**form, '"><script>': '"><script>alert(1)</script>'}, status=503)
    assert page.form(PAUSE)['"><script>'] == '"><script>alert(1)</script>'
    assert all(script.get("src") for script in page.all("script"))


async def test_settings_are_the_portals_own_and_stay(browser: Any, full: Any) -> None:
    full.away.update({"subscriptions", "invoicing", "payments", "support", "notifications"})
    form = (await browser.get("/settings")).form("/settings")
    assert await browser.send("/settings", {**form, "theme": "dark"}) == "/settings"
