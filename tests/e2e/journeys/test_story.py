"""Ada's story, told all the way through, in each way to run the system."""

import re
from datetime import date, timedelta

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.system import Foyer

ADA = "ada@example.com"


def sign_in(page: Page, foyer: Foyer, way: str) -> None:
    """Ask for a mail and follow it, by its code or by its link."""
    before = foyer.count(ADA, "sign_in_code")
    page.goto(f"{foyer.url}/")
    page.get_by_label("Email address").fill(ADA)
    page.get_by_role("button", name="Send me a code").click()
    mail = foyer.wait_for_mail(ADA, "sign_in_code", more_than=before)
    if way == "code":
        page.get_by_label("Code from the mail").fill(str(mail["code"]))
        page.get_by_role("button", name="Sign in").click()
    else:
        page.goto(next(link for link in mail["links"] if "/sign-in/link" in link))
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Good .*, Ada$"))


def see_home(page: Page) -> None:
    """The counters, three subscriptions, recent orders, open invoices and the open ticket."""
    counters = page.get_by_role("region", name="At a glance").get_by_role("link")
    expect(counters).to_have_text([re.compile("^3.*subscriptions"), "24Invoices", "7Orders"])
    expect(page.get_by_role("region", name="Active subscriptions").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("region", name="Recent orders").get_by_text("NW-O-")).to_have_count(5)
    is_phone = page.viewport_size is not None and page.viewport_size["width"] < 800
    if is_phone:
        expect(page.get_by_text("2 invoices are open, €133.10 in all.")).to_be_visible()
        expect(page.get_by_text("Your ticket “Can I get the magazine")).to_be_visible()
    else:
        expect(page.get_by_role("region", name="Open invoices").get_by_role("link")).to_have_count(2)
        expect(page.get_by_role("region", name="Open tickets").get_by_role("link")).to_have_count(1)


def pause_and_resume(page: Page, foyer: Foyer) -> None:
    """Pause Studio with a date, see it at once, find one mail and a line in the history, resume."""
    mails = foyer.count(ADA, "subscription_paused")
    page.get_by_role("link", name="Studio").click()
    page.get_by_role("link", name="Pause").click()
    back = date.today() + timedelta(days=21)  # noqa: DTZ011  What the customer's calendar says.
    page.get_by_label("Date to come back").fill(back.isoformat())
    page.get_by_role("button", name="Pause subscription").click()
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Paused")
    expect(page.get_by_text(f"{back.day} {back:%B %Y}").first).to_be_visible()

    page.goto(f"{foyer.url}/")
    studio = page.get_by_role("listitem").filter(has_text="Studio").first
    expect(studio).to_contain_text("Paused")

    mail = foyer.wait_for_mail(ADA, "subscription_paused", more_than=mails)
    assert f"{back.day} {back:%B %Y}" in str(mail["text"])
    assert foyer.count(ADA, "subscription_paused") == mails + 1

    page.goto(f"{foyer.url}/history")
    line = page.get_by_role("listitem").filter(has_text="Studio paused until").first
    expect(line).to_contain_text("You")
    expect(line).to_contain_text("Chrome")

    page.goto(f"{foyer.url}/")
    page.get_by_role("link", name="Studio").click()
    page.get_by_role("link", name="Resume").click()
    page.get_by_role("button", name="Resume subscription").click()
    expect(page.get_by_role("heading", name="Studio").locator("..")).to_contain_text("Active")
    assert foyer.count(ADA, "subscription_paused") == mails + 1


def test_the_story(foyer: Foyer, page: Page) -> None:
    way = "link" if page.viewport_size == {"width": 390, "height": 844} else "code"
    sign_in(page, foyer, way)
    see_home(page)
    pause_and_resume(page, foyer)


def test_no_secret_is_in_the_log(foyer: Foyer) -> None:
    log = foyer.log.read_text()
    secrets = [mail["code"] for mail in foyer.mails(ADA) if mail["code"]]
    links = [link for mail in foyer.mails(ADA) for link in mail["links"] if "token=" in link]
    assert len(secrets) >= 2
    assert [code for code in secrets if re.search(rf"\b{code}\b", log)] == []
    assert [link for link in links if link.partition("token=")[2] in log] == []
    assert "foyer_sk_" not in re.sub(r"(API key|curl).*", "", log)
    assert httpx.get(f"{foyer.url}/healthz").status_code == httpx.codes.OK
