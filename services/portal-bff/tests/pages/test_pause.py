"""The pause dialog: what it offers and foretells, what it sends, and what it says when it is refused."""

from typing import Any

import pytest
from foyer_shared.testing.html import parse_page, text_of

PAUSE = "/subscriptions/sub_studio/pause"
COMMAND = "POST /customer/subscriptions/sub_studio/pause"


async def test_the_dialog_says_what_happens(browser: Any, full: Any) -> None:
    page = await browser.get(PAUSE)
    day = next(field for field in page.all("input") if field.get("id") == "resumes_on")
    assert (day.get("min"), day.get("max")) == ("2026-11-23", "2027-06-03")
    steps = [text_of(step) for step in page.all("ol")[0]]
    assert steps == [
        "Today The pause begins. Nothing is charged from then on.",
        "22 February 2027 It comes back by itself. You can resume it earlier at any time.",
        "2 June 2027 Your next payment of €290.00, instead of 3 March 2027.",
    ]


async def test_paid_days_that_are_credited_are_foretold(browser: Any, full: Any) -> None:
    path = "GET /customer/subscriptions/sub_studio"
    one = full.answers["subscriptions", path].json()
    now, later = one["pause_options"]["windows"]
    credit = {"unused": "credit", "comes_back": {"amount": 8125, "currency": "EUR"}}
    one["pause_options"]["windows"] = [now | credit, later]
    full.answer("subscriptions", path, one)
    page = await browser.get(PAUSE)
    assert [text_of(step) for step in page.all("ol")[0]] == [
        (
            "Today The pause begins. Nothing is charged from then on. "
            "About €81.25 for paid days that are left becomes your credit."
        ),
        (
            "22 February 2027 It comes back by itself. You can resume it earlier at any time. "
            "A new period begins then, with a payment of €290.00."
        ),
    ]
    assert "Paid days that are left are added after the pause." not in page.text()


async def test_htmx_gets_only_what_happens_then(browser: Any, full: Any) -> None:
    answer = await browser.client.get(
        f"{PAUSE}?when=period_end&resumes_on=2027-04-01",
        headers={"hx-request": "true", "hx-target": "what-happens"},
    )
    assert "<html" not in answer.text
    steps = [text_of(step) for step in parse_page(answer.text).all("li")]
    assert [step[:12] for step in steps] == ["3 March 2027", "1 April 2027", "1 April 2027"]


async def test_while_nobody_can_say_what_happens_the_form_stays_as_it_is(browser: Any, full: Any) -> None:
    full.away.add("subscriptions")
    asked = await browser.client.get(PAUSE, headers={"hx-request": "true", "hx-target": "what-happens"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert (await browser.client.get(PAUSE)).status_code == 503


async def test_pausing_sends_one_command_and_leads_back(browser: Any, full: Any) -> None:
    paused = full.answers["subscriptions", "GET /customer/subscriptions/sub_magazine"].json()
    full.answer("subscriptions", COMMAND, paused)
    form = (await browser.get(PAUSE)).form(PAUSE)
    where = await browser.send(PAUSE, {**form, "resumes_on": "2027-01-15"})
    assert where == "/subscriptions/sub_studio"
    (call,) = [call for call in full.of("subscriptions") if call.method == "POST"]
    assert call.body == {"resumes_at": "2027-01-14T23:00:00Z", "when": "now"}
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    page = await browser.get(where)
    assert "It is paused. Nothing is charged until it comes back." in page.text()
    assert "It is paused." not in (await browser.get(where)).text()


async def test_with_htmx_the_browser_is_sent_on(browser: Any, full: Any) -> None:
    paused = full.answers["subscriptions", "GET /customer/subscriptions/sub_magazine"].json()
    full.answer("subscriptions", COMMAND, paused)
    form = (await browser.get(PAUSE)).form(PAUSE)
    answer = await browser.client.post(PAUSE, data=form, headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/subscriptions/sub_studio")


@pytest.mark.parametrize(
    ("code", "field", "status", "says"),
    [
        ("pause_too_long", "resumes_at", 422, "This date is too late. Choose one of the dates offered."),
        ("resume_date_in_past", "resumes_at", 422, "This date has passed. Choose a later one."),
        ("pause_limit_reached", None, 409, "It has been paused as often as possible within a year."),
        ("pause_not_offered", None, 403, "This subscription cannot be paused here. Please contact us."),
        ("a_new_code", None, 409, "This is not possible now. Load the page again to see why."),
    ],
)
async def test_a_refusal_is_said_beside_the_field_and_keeps_what_was_typed(
    browser: Any, full: Any, code: str, field: str | None, status: int, says: str
) -> None:
    full.answer("subscriptions", COMMAND, {"code": code, "detail": "No.", "field": field}, status=status)
    form = (await browser.get(PAUSE)).form(PAUSE)
    page = await browser.post(PAUSE, {**form, "resumes_on": "2027-01-15"}, status=status)
    assert says in page.text()
    assert page.form(PAUSE)["resumes_on"] == "2027-01-15"
    assert page.form(PAUSE)["idempotency_key"] != form["idempotency_key"]
    wrong = [field for field in page.all("input") if field.get("aria-invalid") == "true"]
    assert [element.get("id") for element in wrong] == (["resumes_on"] if field else [])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("soon", "Enter a date, or leave it empty."),
        ("0001-01-01T00:00:00+01:00", "Enter a date, or leave it empty."),
        ("0001-01-01", "This date has passed. Choose a later one."),
        ("9999-12-31", "This date is too late. Choose one of the dates offered."),
    ],
)
async def test_what_cannot_be_the_date_is_not_sent(browser: Any, full: Any, typed: str, says: str) -> None:
    assert (await browser.client.get(f"{PAUSE}?resumes_on={typed}")).status_code == 200
    form = (await browser.get(PAUSE)).form(PAUSE)
    page = await browser.post(PAUSE, {**form, "resumes_on": typed}, status=422)
    assert says in page.text()
    wrong = [field.get("id") for field in page.all("input") if field.get("aria-invalid") == "true"]
    assert wrong == ["resumes_on"]
    assert [call for call in full.of("subscriptions") if call.method == "POST"] == []


async def test_a_form_without_its_token_is_refused(browser: Any, full: Any) -> None:
    form = (await browser.get(PAUSE)).form(PAUSE)
    page = await browser.post(PAUSE, {**form, "csrf_token": "another"}, status=403)
    assert "This form is no longer valid. Please send it once more." in page.text()
    assert [call for call in full.of("subscriptions") if call.method == "POST"] == []


@pytest.mark.parametrize(
    ("subscription", "says"),
    [
        ("sub_magazine", "This subscription is paused already."),
        ("sub_planned", "A pause is planned already. Undo it first to choose another date."),
        ("sub_ended", "This subscription cannot be paused here. Please contact us."),
    ],
)
async def test_where_pausing_is_not_offered_its_page_says_why(
    browser: Any, full: Any, subscription: str, says: str
) -> None:
    page = await browser.get(f"/subscriptions/{subscription}/pause", status=409)
    assert says in page.text()


async def test_the_service_away_says_so_and_counts_nothing_as_done(browser: Any, full: Any) -> None:
    form = (await browser.get(PAUSE)).form(PAUSE)
    full.away.add("subscriptions")
    page = await browser.post(PAUSE, form, status=503)
    assert page.text_of("h1") == "Back in a moment"
