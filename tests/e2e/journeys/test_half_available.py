"""With a service stopped, or all but the portal, home still answers; it is fresh again by itself after."""

import signal
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.open_page import SOON, ask, elsewhere, line_of, studio_of
from tests.e2e.signing_in import ADA, sign_in
from tests.e2e.system import DESKTOP, Separate

AGED = "Not available right now: this is what we knew 2 hours ago."
BACK_IN_A_MOMENT = "Back in a moment"
WAITED_IN_VAIN = "service_hangs"
"""The line of the log for it."""
OTHERS = ("invoicing", "payments", "support", "notifications")
ALL = ("subscriptions", *OTHERS)
AGE = timedelta(hours=2)
PATIENCE = 3
"""Seconds; a probe waits one second for a service, and a busy machine takes its time."""

Parts = dict[str, tuple[bool, datetime]]


@pytest.fixture
def page(browser: Browser, apart: Separate) -> Iterator[Page]:
    """Ada's desktop, signed in; no open page looks before it is told to."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, apart, ADA)
    page.goto("about:blank")
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def ada(apart: Separate) -> Iterator[httpx.Client]:
    """A program of hers. Studio runs, before and after."""
    with elsewhere(apart) as client:
        studio = studio_of(client)
        client.post(f"{studio}/resume", json={})
        yield client
        client.post(f"{studio}/resume", json={})


def pause(client: httpx.Client) -> None:
    """What a page would show, if its service were there."""
    client.post(f"{studio_of(client)}/pause", json={}).raise_for_status()


def parts_of(client: httpx.Client) -> Parts:
    """What home says of each part: whether it is fresh, and as of when it is."""
    parts = client.get("/api/home").raise_for_status().json()["parts"]
    return {name: (part["fresh"], datetime.fromisoformat(part["as_of"])) for name, part in parts.items()}


def fetch_all(foyer: Separate, client: httpx.Client) -> Parts:
    """Home, each part of which was fetched just now; a part of that age is asked for anew."""
    let_age(foyer, *ALL)
    start = datetime.now(UTC)
    parts = parts_of(client)
    assert {name: fresh for name, (fresh, _) in parts.items()} == dict.fromkeys(ALL, True)
    assert all(start <= as_of <= datetime.now(UTC) for _, as_of in parts.values())
    return parts


def let_age(foyer: Separate, *services: str) -> None:
    """As if these parts had been fetched so much earlier."""
    with psycopg.connect(foyer.database_url) as connection:
        older = "UPDATE portal.picture_parts SET fetched_at = fetched_at - %s WHERE service = ANY(%s)"
        connection.execute(older, [AGE, list(services)])


def test_with_subscriptions_stopped_the_rest_is_fresh(apart: Separate, page: Page, ada: httpx.Client) -> None:
    known = fetch_all(apart, ada)
    pause(ada)
    let_age(apart, "subscriptions")
    try:
        apart.stop("subscriptions")
        page.goto(f"{apart.url}/")
        expect(page.get_by_text(AGED, exact=True)).to_have_count(1)
        expect(line_of(page)).to_contain_text("Active")
        expect(page.get_by_role("region", name="Recent orders").get_by_text("NW-O-")).to_have_count(5)
        parts = parts_of(ada)
        assert parts.pop("subscriptions") == (False, known["subscriptions"][1] - AGE)
        assert {name: (fresh, as_of >= known[name][1]) for name, (fresh, as_of) in parts.items()} == (
            dict.fromkeys(OTHERS, (True, True))
        )
        assert list(wrong_with(page, "home, with an aged part")) == []
        page.get_by_role("navigation", name="Account").get_by_role("link", name="Subscriptions").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(BACK_IN_A_MOMENT)
        assert list(wrong_with(page, BACK_IN_A_MOMENT)) == []
        there = page.context.new_page()
        there.goto(f"{apart.url}/")
        expect(there.get_by_text(AGED, exact=True)).to_have_count(1)
    finally:
        apart.start("subscriptions")
    # Both open pages find out by themselves.
    there.bring_to_front()
    expect(line_of(there)).to_contain_text("Paused", timeout=3 * SOON)
    expect(there.get_by_text(AGED)).to_have_count(0)
    page.bring_to_front()
    expect(page.get_by_role("heading", level=1)).to_have_text("Subscriptions", timeout=3 * SOON)
    fresh, as_of = parts_of(ada)["subscriptions"]
    assert (fresh, as_of > known["subscriptions"][1]) == (True, True)


def test_with_all_but_the_portal_stopped_home_says_what_was_known(
    apart: Separate, page: Page, ada: httpx.Client
) -> None:
    known = fetch_all(apart, ada)
    pause(ada)
    last_words = ask(ada, "Last words")
    let_age(apart, *ALL)
    try:
        apart.stop(*ALL)
        page.goto(f"{apart.url}/")
        expect(page.get_by_text(AGED, exact=True)).to_have_count(2)
        running = page.get_by_role("region", name="Active subscriptions").get_by_role("listitem")
        expect(running).to_have_count(3)
        expect(line_of(page)).to_contain_text("Active")
        expect(page.get_by_role("region", name="Recent orders").get_by_text("NW-O-")).to_have_count(5)
        expect(page.get_by_text(last_words)).to_have_count(0)
        assert parts_of(ada) == {name: (False, as_of - AGE) for name, (_, as_of) in known.items()}
        assert list(wrong_with(page, "home, with aged parts alone")) == []
        page.goto(f"{apart.url}/history")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your history")
        page.goto(f"{apart.url}/")
    finally:
        apart.start(*ALL)
    expect(line_of(page)).to_contain_text("Paused", timeout=3 * SOON)
    expect(page.get_by_text(AGED)).to_have_count(0, timeout=3 * SOON)
    expect(page.get_by_role("region", name="Open tickets")).to_contain_text(last_words)
    now = parts_of(ada)
    assert {name: (fresh, as_of > known[name][1]) for name, (fresh, as_of) in now.items()} == (
        dict.fromkeys(ALL, (True, True))
    )


def test_a_pause_typed_while_its_service_is_away_is_not_lost(
    apart: Separate, page: Page, ada: httpx.Client
) -> None:
    page.goto(f"{apart.url}{studio_of(ada).removeprefix('/api')}/pause")
    back = date.today() + timedelta(days=21)  # noqa: DTZ011  What the customer's calendar says.
    page.get_by_label("Date to come back").fill(back.isoformat())
    try:
        apart.stop("subscriptions")
        page.get_by_role("button", name="Pause subscription").click()
        expect(page.get_by_text("What you entered is kept")).to_be_visible(timeout=3 * SOON)
        assert list(wrong_with(page, "pause, to be sent again")) == []
    finally:
        apart.start("subscriptions")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Paused", timeout=SOON)
    expect(page.get_by_text(f"{back.day} {back:%B %Y}").first).to_be_visible()


def test_a_service_that_hangs_costs_one_view_its_patience(
    apart: Separate, page: Page, ada: httpx.Client
) -> None:
    fetch_all(apart, ada)
    pause(ada)
    let_age(apart, "subscriptions")
    in_vain = apart.log.read_text().count(WAITED_IN_VAIN)
    try:
        apart.signal(signal.SIGSTOP, "subscriptions")
        for _ in range(5):
            assert parts_of(ada)["subscriptions"][0] is False
        page.goto(f"{apart.url}/")
        expect(page.get_by_text(AGED, exact=True)).to_have_count(1)
        assert apart.log.read_text().count(WAITED_IN_VAIN) == in_vain + 1
    finally:
        apart.signal(signal.SIGCONT, "subscriptions")
    expect(line_of(page)).to_contain_text("Paused", timeout=3 * SOON)


def test_health_names_a_service_that_hangs_and_the_portal_stays_ready(apart: Separate) -> None:
    apart.wait_until_healthy()
    try:
        apart.signal(signal.SIGSTOP, "support")
        asked = time.monotonic()
        health = httpx.get(f"{apart.url}/healthz", timeout=2 * PATIENCE)
        ready = httpx.get(f"{apart.private_urls['portal-bff']}/readyz", timeout=2 * PATIENCE)
        assert time.monotonic() - asked < PATIENCE
        assert (health.status_code, health.json()["ready"]) == (httpx.codes.SERVICE_UNAVAILABLE, False)
        assert [name for name, is_ready in health.json()["services"].items() if not is_ready] == ["support"]
        assert (ready.status_code, ready.json()["ready"]) == (httpx.codes.OK, True)
    finally:
        apart.signal(signal.SIGCONT, "support")
    apart.wait_until_healthy()
