"""A change made elsewhere appears on an open page, in each way to run the system."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.signing_in import ADA, ask_for_mail, sign_in
from tests.e2e.system import DESKTOP, Foyer

SOON = 10_000
"""Milliseconds; a page that shows it does so long before."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop's page. What a stream that was cut says in the console is no fault."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@contextmanager
def elsewhere(foyer: Foyer) -> Iterator[httpx.Client]:
    """Ada's other device: a program that signs in."""
    with httpx.Client(base_url=foyer.url, timeout=20) as client:
        before = foyer.count(ADA, "sign_in_code")
        client.post("/api/sign-in", json={"email": ADA})
        mail = foyer.wait_for_mail(ADA, "sign_in_code", more_than=before)
        signed_in = client.post("/api/sign-in/code", json={"email": ADA, "code": mail["code"]})
        client.cookies.clear()
        client.headers["Authorization"] = f"Bearer {signed_in.raise_for_status().json()['token']}"
        yield client


def studio_of(client: httpx.Client) -> str:
    """The address of Ada's subscription to Studio."""
    found = client.get("/api/subscriptions").raise_for_status().json()["data"]
    return f"/api/subscriptions/{next(one['id'] for one in found if one['name'] == 'Studio')}"


def line_of(page: Page) -> Locator:
    """Studio on home."""
    section = page.get_by_role("region", name="Active subscriptions")
    return section.get_by_role("listitem").filter(has_text="Studio")


def streams(page: Page) -> None:
    """Load the page again, and wait until it hears: then it has looked once at all that it shows."""
    with page.expect_response(lambda answer: answer.request.resource_type == "fetch"):
        page.reload()


def test_what_happens_elsewhere_shows_without_a_reload(foyer: Foyer, page: Page) -> None:
    sign_in(page, foyer, ADA)
    with elsewhere(foyer) as client:
        studio = studio_of(client)
        streams(page)
        page.evaluate("window.notReloaded = true")
        link = line_of(page).get_by_role("link")
        link.focus()
        client.post(f"{studio}/pause", json={}).raise_for_status()
        expect(line_of(page)).to_contain_text("Paused", timeout=SOON)
        expect(page.get_by_role("status").filter(has_text="brought up to date")).to_have_count(1)
        expect(link).to_be_focused()
        client.post(f"{studio}/resume", json={}).raise_for_status()
        expect(line_of(page)).to_contain_text("Active", timeout=SOON)
        asked = {"subject": "While the page is open", "category": "question", "text": "Does it show?"}
        client.post("/api/tickets", json=asked).raise_for_status()
        tickets = page.get_by_role("region", name="Open tickets")
        expect(tickets).to_contain_text("While the page is open", timeout=SOON)
        assert page.evaluate("window.notReloaded")


def test_the_history_grows_and_a_form_stays(foyer: Foyer, page: Page, browser: Browser) -> None:
    sign_in(page, foyer, ADA)
    form = page.context.new_page()
    with elsewhere(foyer) as client:
        studio = studio_of(client)
        page.goto(f"{foyer.url}/history")
        streams(page)
        lines = page.get_by_role("listitem").filter(has_text="Studio paused")
        before = lines.count()
        form.goto(f"{foyer.url}/support/new")
        form.get_by_label("Your question").fill("Half a quest")
        client.post(f"{studio}/pause", json={}).raise_for_status()
        client.post("/api/tickets", json={"subject": "Now", "category": "question", "text": "?"})
        page.bring_to_front()
        expect(lines).to_have_count(before + 1, timeout=SOON)
        form.bring_to_front()
        expect(form.get_by_role("region", name="Open tickets")).to_contain_text("Now", timeout=SOON)
        expect(form.get_by_label("Your question")).to_have_value("Half a quest")
        client.post(f"{studio}/resume", json={}).raise_for_status()


def test_a_page_that_was_cut_off_catches_up(foyer: Foyer, page: Page) -> None:
    sign_in(page, foyer, ADA)
    with elsewhere(foyer) as client:
        studio = studio_of(client)
        streams(page)
        page.context.set_offline(True)
        client.post(f"{studio}/pause", json={}).raise_for_status()
        expect(line_of(page)).to_contain_text("Active")
        page.context.set_offline(False)
        expect(line_of(page)).to_contain_text("Paused", timeout=3 * SOON)
        client.post(f"{studio}/resume", json={}).raise_for_status()
        expect(line_of(page)).to_contain_text("Active", timeout=SOON)


def test_another_customers_page_hears_nothing(foyer: Foyer, page: Page) -> None:
    grace = ask_for_mail(page, foyer, "grace@example.com")
    page.get_by_label("Code from the mail").fill(grace["code"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Grace"))
    with elsewhere(foyer) as client:
        streams(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        client.post("/api/tickets", json={"subject": "Ada's", "category": "question", "text": "?"})
        assert client.get("/api/tickets").raise_for_status().json()["data"][0]["subject"] == "Ada's"
        page.wait_for_timeout(2_000)
        assert asked == []
