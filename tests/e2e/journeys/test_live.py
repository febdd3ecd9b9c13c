"""A change made elsewhere appears on an open page, in each way to run the system."""

from collections.abc import Iterator

import httpx
import pytest
from foyer_shared.testing.wire import wire_beside
from playwright.sync_api import Browser, Page, Response, expect

from tests.e2e.open_page import SOON, ask, elsewhere, line_of, streams, studio_of
from tests.e2e.signing_in import ADA, KATHERINE, sign_in
from tests.e2e.system import DESKTOP, Foyer


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
        subject = ask(client, "While the page is open")
        expect(page.get_by_role("region", name="Open tickets")).to_contain_text(subject, timeout=SOON)
        assert page.evaluate("window.notReloaded")


def test_the_history_grows_and_a_form_stays(foyer: Foyer, page: Page, browser: Browser) -> None:
    sign_in(page, foyer, ADA)
    form = page.context.new_page()
    with elsewhere(foyer) as client:
        studio = studio_of(client)
        page.goto(f"{foyer.url}/history")
        streams(page)
        newest = page.get_by_role("main").get_by_role("listitem").first
        expect(newest).not_to_contain_text("Studio paused")
        form.goto(f"{foyer.url}/support/new")
        form.get_by_label("Your question").fill("Half a quest")
        subject = ask(client, "Now")
        client.post(f"{studio}/pause", json={}).raise_for_status()
        page.bring_to_front()
        expect(newest).to_contain_text("Studio paused", timeout=SOON)
        form.bring_to_front()
        expect(form.get_by_role("region", name="Open tickets")).to_contain_text(subject, timeout=SOON)
        expect(form.get_by_label("Your question")).to_have_value("Half a quest")
        client.post(f"{studio}/resume", json={}).raise_for_status()


def test_a_page_that_was_cut_off_catches_up(foyer: Foyer, page: Page) -> None:
    with wire_beside(("127.0.0.1", int(foyer.url.rpartition(":")[2]))) as wire, elsewhere(foyer) as client:
        behind = Foyer(f"http://localhost:{wire.port}", foyer.log)
        sign_in(page, behind, ADA)
        studio = studio_of(client)
        streams(page)
        wire.is_whole = False
        with page.expect_event("requestfailed", lambda request: request.url == f"{behind.url}/live"):
            wire.cut()
        client.post(f"{studio}/pause", json={}).raise_for_status()
        expect(line_of(page)).to_contain_text("Active")
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  No built-in.
        wire.is_whole = True
        expect(line_of(page)).to_contain_text("Paused", timeout=3 * SOON)
        # One new stream, and then the whole page: nobody has kept what was told meanwhile.
        new_stream, whole_page, *_ = answers
        assert (new_stream.url, new_stream.status) == (f"{behind.url}/live", httpx.codes.OK)
        assert (whole_page.url, whole_page.status) == (f"{behind.url}/", httpx.codes.OK)
        client.post(f"{studio}/resume", json={}).raise_for_status()
        expect(line_of(page)).to_contain_text("Active", timeout=SOON)
        assert [answer.url for answer in answers].count(f"{behind.url}/live") == 1


def test_another_customers_page_hears_nothing(foyer: Foyer, page: Page) -> None:
    sign_in(page, foyer, KATHERINE)
    with (
        elsewhere(foyer, KATHERINE) as hers,
        elsewhere(foyer) as adas,
        adas.stream("GET", "/live") as stream,
    ):
        told = stream.iter_lines()
        assert next(told) == ": open"
        streams(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        adas_subject = ask(adas, "Ada's")
        assert "event: changed" in told  # Reads until Ada's page is told.
        page.wait_for_timeout(500)
        assert asked == []
        subject = ask(hers, "Katherine's")
        tickets = page.get_by_role("region", name="Open tickets")
        expect(tickets).to_contain_text(subject, timeout=SOON)
        expect(tickets).not_to_contain_text(adas_subject)
        assert set(asked) == {f"{foyer.url}/"}
