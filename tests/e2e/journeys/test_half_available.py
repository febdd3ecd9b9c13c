"""With a service stopped, or all but the portal, home still answers; it is fresh again by itself after."""

import signal
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.journeys.test_live import SOON, elsewhere, line_of, streams, studio_of
from tests.e2e.signing_in import ADA, sign_in
from tests.e2e.system import DESKTOP, Separate, embedded, separate

pytestmark = pytest.mark.faults

AWAY = "Not available right now: this is what we knew"
WAITED_IN_VAIN = "service_hangs"
"""The line of the log for it."""
OTHERS = ("invoicing", "payments", "support", "notifications")


@pytest.fixture(scope="module")
def apart(data_dir: Path, port: int, rabbitmq_url: str) -> Iterator[Separate]:
    """Each service in processes of its own; the demo is planted already, or now."""
    if not (data_dir / "seed.json").exists():
        with embedded(data_dir, "in-process", port):
            pass
    with separate(data_dir, rabbitmq_url, port) as foyer:
        yield foyer


@pytest.fixture
def page(browser: Browser, apart: Separate) -> Iterator[Page]:
    """Ada's desktop, signed in."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, apart, ADA)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def ada(apart: Separate) -> Iterator[httpx.Client]:
    """A program of hers."""
    with elsewhere(apart) as client:
        yield client


def freshness(client: httpx.Client) -> dict[str, bool]:
    """What home says of each part."""
    home = client.get("/api/home").raise_for_status().json()
    return {name: part["fresh"] for name, part in home["parts"].items()}


def make_stale(client: httpx.Client, studio: str, command: str) -> None:
    """A change whose part nobody has looked at when its service goes away."""
    client.post(f"{studio}/{command}", json={}).raise_for_status()


def test_with_subscriptions_stopped_the_rest_is_fresh(apart: Separate, page: Page, ada: httpx.Client) -> None:
    studio = studio_of(ada)
    page.goto("about:blank")  # No open page looks in between.
    assert set(freshness(ada).values()) == {True}
    make_stale(ada, studio, "pause")
    try:
        apart.stop("subscriptions")
        page.goto(f"{apart.url}/")
        expect(page.get_by_text(AWAY)).to_have_count(1)
        expect(line_of(page)).to_contain_text("Active")
        expect(page.get_by_role("region", name="Recent orders").get_by_text("NW-O-")).to_have_count(5)
        assert freshness(ada) == dict.fromkeys(OTHERS, True) | {"subscriptions": False}
        page.get_by_role("navigation", name="Account").get_by_role("link", name="Subscriptions").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Back in a moment")
        there = page.context.new_page()
        there.goto(f"{apart.url}/")
        expect(there.get_by_text(AWAY)).to_have_count(1)
    finally:
        apart.start("subscriptions")
    # Both open pages find out by themselves.
    there.bring_to_front()
    expect(line_of(there)).to_contain_text("Paused", timeout=3 * SOON)
    expect(there.get_by_text(AWAY)).to_have_count(0)
    page.bring_to_front()
    expect(page.get_by_role("heading", level=1)).to_have_text("Subscriptions", timeout=3 * SOON)
    assert set(freshness(ada).values()) == {True}
    make_stale(ada, studio, "resume")


def test_with_all_but_the_portal_stopped_home_says_what_was_known(
    apart: Separate, page: Page, ada: httpx.Client
) -> None:
    studio = studio_of(ada)
    page.goto("about:blank")
    assert set(freshness(ada).values()) == {True}
    make_stale(ada, studio, "pause")
    ada.post("/api/tickets", json={"subject": "Last words", "category": "question", "text": "?"})
    try:
        apart.stop("subscriptions", *OTHERS)
        page.goto(f"{apart.url}/")
        expect(page.get_by_text(AWAY)).not_to_have_count(0)
        expect(page.get_by_role("region", name="Active subscriptions").get_by_role("listitem")).to_have_count(
            3
        )
        expect(page.get_by_role("region", name="Recent orders").get_by_text("NW-O-")).to_have_count(5)
        page.goto(f"{apart.url}/history")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your history")
        page.goto(f"{apart.url}/")
    finally:
        apart.start("subscriptions", *OTHERS)
    expect(line_of(page)).to_contain_text("Paused", timeout=3 * SOON)
    expect(page.get_by_text(AWAY)).to_have_count(0, timeout=3 * SOON)
    make_stale(ada, studio, "resume")


def test_a_pause_typed_while_its_service_is_away_is_not_lost(
    apart: Separate, page: Page, ada: httpx.Client
) -> None:
    studio = studio_of(ada)
    page.goto(f"{apart.url}{studio.removeprefix('/api')}/pause")
    back = date.today() + timedelta(days=21)  # noqa: DTZ011  What the customer's calendar says.
    page.get_by_label("Date to come back").fill(back.isoformat())
    try:
        apart.stop("subscriptions")
        page.get_by_role("button", name="Pause subscription").click()
        expect(page.get_by_text("What you entered is kept")).to_be_visible(timeout=3 * SOON)
    finally:
        apart.start("subscriptions")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Paused", timeout=SOON)
    expect(page.get_by_text(f"{back.day} {back:%B %Y}").first).to_be_visible()
    make_stale(ada, studio, "resume")


def test_a_service_that_hangs_costs_one_view_its_patience(
    apart: Separate, page: Page, ada: httpx.Client
) -> None:
    studio = studio_of(ada)
    streams(page)
    page.goto("about:blank")
    assert set(freshness(ada).values()) == {True}
    make_stale(ada, studio, "pause")
    in_vain = apart.log.read_text().count(WAITED_IN_VAIN)
    try:
        apart.signal(signal.SIGSTOP, "subscriptions")
        for _ in range(5):
            assert freshness(ada)["subscriptions"] is False
        page.goto(f"{apart.url}/")
        expect(page.get_by_text(AWAY)).to_have_count(1)
        assert apart.log.read_text().count(WAITED_IN_VAIN) == in_vain + 1
    finally:
        apart.signal(signal.SIGCONT, "subscriptions")
    expect(line_of(page)).to_contain_text("Paused", timeout=3 * SOON)
    make_stale(ada, studio, "resume")
