"""Choosing another day on which a pause ends."""

from typing import Any

import pytest

PAGE = "/subscriptions/sub_magazine/resume-date"
COMMAND = "POST /customer/subscriptions/sub_magazine/resume"
ONE = "GET /customer/subscriptions/sub_magazine"


def sent(full: Any) -> list[Any]:
    """The commands that reached subscriptions."""
    return [call for call in full.of("subscriptions") if call.method == "POST"]


async def test_the_subscription_leads_to_it_and_it_holds_the_day_that_is_planned(
    browser: Any, full: Any
) -> None:
    assert PAGE in (await browser.get("/subscriptions/sub_magazine")).links()
    page = await browser.get(PAGE)
    (day,) = [field for field in page.all("input") if field.get("id") == "resumes_on"]
    assert (day.get("value"), day.get("min"), day.get("max")) == ("2027-01-01", "2026-11-23", "2027-02-10")
    assert "Back from 23 November 2026 to 10 February 2027." in page.text()


async def test_another_day_is_one_command(browser: Any, full: Any) -> None:
    full.answer("subscriptions", COMMAND, full.answers["subscriptions", ONE].json())
    form = (await browser.get(PAGE)).form(PAGE)
    where = await browser.send(PAGE, {**form, "resumes_on": "2027-02-10"})
    (call,) = sent(full)
    assert call.body == {"resumes_at": "2027-02-09T23:00:00Z"}
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    assert "It comes back on the day that you chose." in (await browser.get(where)).text()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter a date."),
        ("soon", "Enter a date, or leave it empty."),
        ("9999-12-31", "This date is too late. Choose one of the dates offered."),
    ],
)
async def test_what_is_no_day_is_said_and_not_sent(browser: Any, full: Any, typed: str, says: str) -> None:
    form = (await browser.get(PAGE)).form(PAGE)
    page = await browser.post(PAGE, {**form, "resumes_on": typed}, status=422)
    assert says in page.text()
    assert sent(full) == []


async def test_a_refusal_is_said_beside_the_day(browser: Any, full: Any) -> None:
    refusal = {"code": "pause_too_long", "detail": "No.", "field": "resumes_at"}
    full.answer("subscriptions", COMMAND, refusal, status=422)
    form = (await browser.get(PAGE)).form(PAGE)
    page = await browser.post(PAGE, {**form, "resumes_on": "2027-02-11"}, status=422)
    assert "This date is too late. Choose one of the dates offered." in page.text()
    assert page.form(PAGE)["resumes_on"] == "2027-02-11"


@pytest.mark.parametrize(
    ("subscription", "says"),
    [
        ("studio", "This subscription is not paused."),
        ("magazine", "We paused this subscription. Please contact us to resume it."),
    ],
)
async def test_where_there_is_nothing_to_choose_the_page_says_why(
    browser: Any, full: Any, subscription: str, says: str
) -> None:
    one = full.answers["subscriptions", ONE].json()
    full.answer("subscriptions", ONE, one | {"actions": [], "resume_options": None})
    page = await browser.get(f"/subscriptions/sub_{subscription}/resume-date", status=409)
    assert says in page.text()
