"""Ada's story, told all the way through, in each way to run the system."""

import re
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import LOOKS
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
        tickets = page.get_by_role("region", name="Open tickets").get_by_role("link")
        expect(tickets.filter(has_text="Can I get the magazine")).to_have_count(1)


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
    sign_in(page, foyer, "code")
    see_home(page)
    pause_and_resume(page, foyer)


@pytest.mark.parametrize("page", LOOKS[1:], indirect=True)
def test_the_story_on_a_phone_and_without_javascript(foyer_here: Foyer, page: Page) -> None:
    sign_in(page, foyer_here, "link")
    see_home(page)
    pause_and_resume(page, foyer_here)


def test_no_secret_is_in_the_log(foyer: Foyer, data_dir: Path) -> None:
    demo_key = (data_dir / "keys" / "demo_api.key").read_text()
    email = "charles@engines.example"
    with httpx.Client(base_url=foyer.url, timeout=10) as client:
        before = foyer.count(email, "sign_in_code")
        client.post("/api/sign-in", json={"email": email})
        code = foyer.wait_for_mail(email, "sign_in_code", more_than=before)["code"]
        signed_in = client.post("/api/sign-in/code", json={"email": email, "code": code})
        cookies = list(client.cookies.values())
        token = signed_in.json()["token"]
        client.cookies.clear()
        for key, path, status in (
            (token, "/api/home", 200),
            (token, "/api/subscriptions/sub_none", 404),
            (demo_key, "/v1/customers", 200),
            (demo_key, "/v1/nothing", 404),
            ("foyer_sk_guessed", "/v1/customers", 401),
        ):
            headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "a key of the client's"}
            assert client.get(path, headers=headers).status_code == status
        assert client.post("/api/sign-in/code", json={"email": email, "code": "000000"}).status_code == 422
        form = re.search('name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
        assert form

    # The ready text says the key on purpose; it is no line of the log.
    log = re.sub(r"(API key|curl) .*", "", foyer.log.read_text())
    mails = [mail for to in (ADA, email) for mail in foyer.mails(to)]
    codes = [mail["code"] for mail in mails if mail["code"]]
    links = [link.partition("token=")[2] for mail in mails for link in mail["links"] if "token=" in link]
    assert "GET" in log
    assert len(codes) == len(links) >= 2
    assert [code for code in codes if re.search(rf"(?<![\d.]){code}(?!\d)", log)] == []
    secrets = [*links, *cookies, token, demo_key, "foyer_sk_", form[1], "a key of the client's", "eyJ"]
    assert [secret for secret in secrets if secret in log] == []
