"""Home: what a customer has at a glance, and what is said of a part whose service is away."""

import re
from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.session import form_token
from foyer_portal_bff.pages.look import _made_once
from foyer_shared.testing.html import text_of
from sqlalchemy import event, text


async def test_home_greets_counts_and_lists(browser: Any, full: Any) -> None:
    page = await browser.get("/")
    assert page.text_of("title") == "Good afternoon, Ada · Northwind"
    stats = [text_of(link) for link in page.all("a") if "stat" in link.get("class", "")]
    assert stats == ["3 Active subscriptions", "24 Invoices", "7 Orders"]
    words = page.text()
    assert "Studio, yearly Renews 3 March 2027 €290.00 / year Active" in words
    assert "Team seats × 5 Trial ends in 6 days, then €60.00 / month €0.00 Trial" in words  # noqa: RUF001
    assert "Print magazine Paused until 1 January 2027 €15.00 every 3 months Paused" in words
    assert "NW-O-1007 14 November 2026 Paid €48.40" in words
    assert "NW-O-1001 1 February 2026 Refunded €1,200.00" in words
    assert "2 invoices are open, €139.15 in all." in words
    assert "Open invoices NW-2026-00039 €18.15 Overdue NW-2026-00042 €121.00" in words
    assert "Open tickets Refund for NW-2026-00031 In review" in words


async def test_home_in_dutch(browser: Any, full: Any) -> None:
    page = await browser.get("/", headers={"accept-language": "de, nl;q=0.9, en;q=0.5"})
    assert page.text_of("h1") == "Goedemiddag, Ada"
    words = page.text()
    assert "Studio, yearly Wordt verlengd op 3 maart 2027 € 290,00 / jaar Actief" in words
    assert "Team seats × 5 Proefperiode eindigt over 6 dagen, daarna € 60,00 / maand" in words  # noqa: RUF001
    assert "2 facturen staan open, samen € 139,15." in words


async def test_home_of_somebody_who_has_nothing_says_what_that_means(browser: Any, empty: Any) -> None:
    words = (await browser.get("/")).text()
    assert "0 Active subscriptions 0 Invoices 0 Orders" in words
    assert "Nothing runs at the moment." in words
    assert "You have not ordered anything yet." in words
    assert "Open invoices" not in words


def entries(page: Any) -> list[str]:
    """The texts of the navigation, which stands there twice."""
    both = [text_of(link) for nav in page.all("nav") if nav.get("class") == "nav" for link in nav.iter("a")]
    assert both[: len(both) // 2] == both[len(both) // 2 :]
    return both[: len(both) // 2]


@pytest.mark.parametrize(
    ("orders", "has_any", "gone"),
    [
        (0, False, ["Subscriptions", "Orders"]),
        (1, False, ["Subscriptions"]),
        (0, True, ["Orders"]),
        (1, True, []),
    ],
)
async def test_who_has_invoices_sees_no_entry_that_leads_to_nothing(
    browser: Any, empty: Any, database: Any, orders: int, has_any: bool, gone: list[str]
) -> None:
    everything = entries(await browser.get("/settings"))
    overview = empty.answers["invoicing", "GET /customer/overview"].json()
    counts = {"orders": orders, "invoices": 2}
    empty.answer("invoicing", "GET /customer/overview", overview | {"counts": counts})
    runs = {"active_count": 0, "has_any": has_any, "subscriptions": []}
    empty.answer("subscriptions", "GET /customer/overview", runs)
    async with database.session() as session:
        await session.execute(text("DELETE FROM portal.picture_parts"))
    page = await browser.get("/")
    assert entries(page) == [entry for entry in everything if entry not in gone]
    assert entries(await browser.get("/invoices")) == entries(page)
    stats = [text_of(link) for link in page.all("a") if "stat" in link.get("class", "")]
    assert stats == [
        shown
        for shown, entry in (
            ("0 Active subscriptions", "Subscriptions"),
            ("2 Invoices", "Invoices"),
            (f"{orders} Orders", "Orders"),
        )
        if entry not in gone
    ]
    words = page.text()
    assert ("Nothing runs at the moment." in words) is ("Subscriptions" not in gone)
    assert ("Recent orders" in words) is ("Orders" not in gone)
    # They are gone from sight only: what comes up while a page is open can be reached.
    assert {"/subscriptions", "/orders"}.isdisjoint(page.links()) is (len(gone) == 2)
    await browser.get("/subscriptions")
    await browser.get("/orders")


async def test_a_part_that_is_away_keeps_its_last_state_and_says_its_age(
    browser: Any, full: Any, database: Any
) -> None:
    await browser.get("/")
    async with database.session() as session:
        await session.execute(text("UPDATE portal.picture_parts SET fetched_at = now() - interval '12 min'"))
    full.away.add("subscriptions")
    words = (await browser.get("/")).text()
    assert "Not available right now: this is what we knew 12 minutes ago." in words
    assert "Studio, yearly" in words
    assert words.count("Not available right now") == 1


async def test_a_part_that_never_came_is_a_dash_and_the_rest_works(browser: Any, full: Any) -> None:
    full.away.add("subscriptions")
    words = (await browser.get("/")).text()
    assert "- Active subscriptions 24 Invoices" in words
    assert "Not available right now. Please try again in a moment." in words
    assert "NW-O-1007" in words


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/", {}), ("/", {"hx-target": "live"}), ("/api/home", {})],
    ids=["the page with its sidebar", "its fragment", "for programs"],
)
async def test_signed_in_and_fresh_it_is_two_small_queries_and_no_call(
    browser: Any, full: Any, service: Any, client_at: Any, token_of: Any, path: str, headers: dict[str, str]
) -> None:
    other = client_at()
    other.cookies.set("foyer_session", await token_of(request_id="req_2"))
    await other.get("/api/home")  # What another device has asked for is fresh; this one asks for nothing yet.
    full.calls.clear()
    statements: list[str] = []
    event.listen(
        service.database.engine.sync_engine, "before_cursor_execute", lambda *seen: statements.append(seen[2])
    )
    answer = await browser.client.get(path, headers=headers)
    assert answer.status_code == 200
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT"]
    assert "portal.sessions" in statements[0]
    assert "portal.picture_parts" in statements[1]
    assert full.calls == []


async def test_an_accountant_sees_invoices_alone(
    client_at: Any, add_member: Any, token_of: Any, full: Any, browser: Any
) -> None:
    browser.client.cookies.set(
        "foyer_session", await token_of(await add_member(Role.ACCOUNTANT), request_id="req_2")
    )
    page = await browser.get("/")
    assert "Active subscriptions" not in page.text()
    assert not {"/subscriptions", "/payment-methods", "/support"} & set(page.links())
    assert {"/invoices", "/orders", "/history", "/settings"} <= set(page.links())
    assert (await browser.get("/subscriptions", status=403)).text_of("h1") == "Not allowed"


async def test_home_is_made_once_and_carries_each_sessions_own_token(
    browser: Any, full: Any, client_at: Any, token_of: Any
) -> None:
    await browser.get("/")  # Now the picture is fresh.
    token = await token_of(request_id="req_2")
    other = client_at()
    other.headers["accept-language"] = "en-GB,en;q=0.8"
    other.cookies.set("foyer_session", token)
    made_before = _made_once.cache_info().misses

    pages = [await client.get("/") for client in (browser.client, other, other)]

    assert _made_once.cache_info().misses == made_before
    tokens = [set(re.findall('name="csrf_token" value="([^"]+)"', page.text)) for page in pages]
    mine, others = form_token(browser.client.cookies["foyer_session"]), form_token(token)
    assert tokens == [{mine}, {others}, {others}]
    nonces = [set(re.findall('nonce="([^"]+)"', page.text)) for page in pages]
    assert [len(each) for each in nonces] == [1, 1, 1]
    assert len(set.union(*nonces)) == 3
