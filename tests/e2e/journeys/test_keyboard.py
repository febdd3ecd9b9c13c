"""The story and the forms by keyboard alone: all is reached in order, and what has the focus shows it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in as come_home
from tests.e2e.system import DESKTOP, PHONE, Foyer

CHARLES = "charles@engines.example"
MOST_STOPS = 60
"""More stops than any page of the story has: whoever needs more has lost the way."""

_FOCUSED = """() => {
    const it = document.activeElement;
    if (!it || it === document.body || it.tabIndex < 0) return null;
    const label = it.labels?.[0] ?? it;
    const marks = [getComputedStyle(it), getComputedStyle(it, '::after'), getComputedStyle(label)];
    const box = it.getBoundingClientRect();
    return {
        name: (it.getAttribute('aria-label') ?? label.innerText ?? '').trim(),
        html: it.outerHTML.slice(0, 200),
        seen: marks.some(mark => mark.outlineStyle !== 'none' && parseFloat(mark.outlineWidth) >= 2),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def keyboard(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page that nobody points at."""
    size: ViewportSize = request.param
    context = browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/Amsterdam")
    yield context.new_page()
    context.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has this name; every stop on the way must show it."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:
            continue  # The browser's own bar, or still where the skip link led: neither is a stop of Tab.
        assert focused["seen"], f"the focus does not show: {focused['html']}"
        assert focused["inside"], f"the focus is out of sight: {focused['html']}"
        if re.match(name, focused["name"]):
            return
        passed.append(focused["name"])
    pytest.fail(f"no {name} among {passed}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Go there and press it."""
    tab_to(page, name)
    page.keyboard.press(key)


def test_the_story_by_keyboard(foyer_here: Foyer, keyboard: Page) -> None:
    page = keyboard
    sign_in(page, foyer_here)
    pause(page, foyer_here)
    resume(page)
    sign_out(page)


def sign_in(page: Page, foyer: Foyer) -> None:
    """The first input has the focus already."""
    before = foyer.count(CHARLES, "sign_in_code")
    page.goto(f"{foyer.url}/sign-in")
    expect(page.get_by_label("Email address")).to_be_focused()
    page.keyboard.type(CHARLES)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code from the mail")).to_be_focused()
    page.keyboard.type(foyer.wait_for_mail(CHARLES, "sign_in_code", more_than=before)["code"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Charles$"))


def pause(page: Page, foyer: Foyer) -> None:
    """Past the navigation by the skip link, through the dialog, a wrong date first."""
    press(page, "Skip to the content")
    expect(page.get_by_role("main")).to_be_focused()
    press(page, "Studio")
    expect(page.get_by_role("heading", level=1)).to_have_text("Studio")
    press(page, "Pause")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pause Studio")
    tab_to(page, "Date to come back")
    page.keyboard.type("29022020")
    press(page, "Pause subscription")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "Date to come back")
    back = date.today() + timedelta(days=21)  # noqa: DTZ011  What the customer's calendar says.
    page.keyboard.type(f"{back:%d%m%Y}")
    press(page, "Pause subscription")
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Paused")


def resume(page: Page) -> None:
    """With the space bar, which presses buttons too."""
    press(page, "Resume")
    expect(page.get_by_role("heading", level=1)).to_have_text("Resume Studio")
    press(page, "Resume subscription", "Space")
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Active")


def sign_out(page: Page) -> None:
    """On a phone from the menu, which opens by keyboard."""
    if page.viewport_size == PHONE:
        press(page, "Menu")
    press(page, "Sign out")
    expect(page.get_by_label("Email address")).to_be_focused()


def test_the_forms_by_keyboard(foyer_here: Foyer, keyboard: Page) -> None:
    page, rosa = keyboard, own_customer(foyer_here)
    rosa.add_card()
    large = rosa.sell("Whole House", pricing={"amount": 4900}, allow_upgrade=True)
    offers: dict[str, Any] = {"allow_upgrade": True, "plan_products": [rosa.product_of(large)]}
    rosa.take_running(rosa.sell("Studio", cancellation_mode="period_end", **offers))
    come_home(page, foyer_here, rosa.email)
    change_plan(page)
    cancel(page)
    correct_details(page)


def change_plan(page: Page) -> None:
    """Arrows choose among the plans."""
    press(page, "Skip to the content")
    press(page, "Studio")
    expect(page.get_by_role("heading", level=1)).to_have_text("Studio")
    press(page, "Change plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change plan")
    tab_to(page, r"(Studio|Whole House)\s")
    house = page.get_by_role("radio", name="Whole House")
    page.keyboard.press("Space")
    if not house.is_checked():
        page.keyboard.press("ArrowDown")
    expect(house).to_be_checked()
    press(page, "See what it costs")
    expect(page.get_by_role("heading", name="What it costs")).to_be_visible()
    press(page, "Confirm change")
    expect(page.get_by_text("It is changed.")).to_be_visible()


def cancel(page: Page) -> None:
    """A reason, the confirmation, and the end."""
    press(page, "Cancel$")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel Whole House")
    tab_to(page, "It is too expensive")
    page.keyboard.press("Space")
    expect(page.get_by_label("It is too expensive")).to_be_checked()
    press(page, "Continue")
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    press(page, "Cancel subscription")
    expect(page.get_by_text("We have received your cancellation.")).to_be_visible()


def correct_details(page: Page) -> None:
    """The summary of what is wrong has the focus, and leads to the input."""
    if page.viewport_size == PHONE:
        press(page, "Menu")
    press(page, "Your details")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details")
    press(page, "Edit your details")
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit your details")
    tab_to(page, "Phone")
    page.keyboard.type("call me")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_be_focused()
    press(page, "Phone: use digits")
    expect(page.get_by_label("Phone")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("+31 20 123 4567")
    press(page, "Save")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
