"""Asking a question, and reading what was said."""

from typing import Any

ASK = "/support/new"


async def test_a_question_becomes_a_ticket(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    full.answer("support", "POST /customer/tickets", ticket, status=201)
    form = (await browser.get(ASK)).form(ASK)
    asked = {**form, "category": "billing", "subject": " A question ", "text": "How?\nWhy?"}
    where = await browser.send(ASK, asked)
    assert where == "/support/tkt_7"
    (call,) = [call for call in full.of("support") if call.method == "POST"]
    assert call.body == {"subject": "A question", "category": "billing", "text": "How?\nWhy?"}
    assert call.headers["idempotency-key"] == form["idempotency_key"]


async def test_what_is_missing_is_said_and_what_was_typed_stays(browser: Any, full: Any) -> None:
    form = (await browser.get(ASK)).form(ASK)
    page = await browser.post(ASK, {**form, "category": "technical", "text": "It blinks"}, status=422)
    assert "Say in a few words what it is about." in page.text()
    again = page.form(ASK)
    assert (again["category"], again["text"]) == ("technical", "It blinks")
    assert [call for call in full.of("support") if call.method == "POST"] == []


async def test_a_refusal_is_said_beside_its_field(browser: Any, full: Any) -> None:
    refusal = {"code": "unknown_category", "detail": "No.", "field": "category"}
    full.answer("support", "POST /customer/tickets", refusal, status=422)
    form = (await browser.get(ASK)).form(ASK)
    page = await browser.post(ASK, {**form, "subject": "x", "text": "y"}, status=422)
    assert "Something in the form is not right." in page.text()


async def test_both_sides_are_named_and_markup_is_text(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    full.answer("support", "GET /customer/tickets/tkt_7", {**ticket, "text": "<script>alert(1)</script>"})
    words = (await browser.get("/support/tkt_7")).text()
    assert "You 20 November 2026 at 09:15 <script>alert(1)</script>" in words
    assert "Northwind 20 November 2026 at 13:00 We are looking into it." in words


async def test_a_question_about_another_s_subscription_is_not_begun(browser: Any, full: Any) -> None:
    await browser.get("/support/new?about=sub_of_another", status=404)
    await browser.get("/support/new?about=../v1/secrets", status=404)
