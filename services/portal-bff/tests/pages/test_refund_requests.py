"""Asking for the money of a paid invoice: all, an amount, or lines; what became of it; taking it back."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role

PAGE, DOOR = "/invoices/inv_12/refund", "POST /customer/invoices/inv_12/refund-requests"
ASKED = {
    "id": "rrq_3",
    "ticket_id": "tkt_9",
    "ticket_number": "T-1009",
    "invoice_id": "inv_12",
    "invoice_number": "NW-2026-00012",
    "status": "requested",
    "reason": "It's broken.",
    "asked": {"amount": {"amount": 1815, "currency": "EUR"}, "whole": True, "lines": []},
    "requested_at": "2026-11-20T10:00:00Z",
}


def asked(full: Any) -> list[Any]:
    return [call for call in full.of("support") if call.method == "POST"]


async def test_a_paid_invoice_leads_to_it_and_an_open_one_does_not(browser: Any, full: Any) -> None:
    assert PAGE in (await browser.get("/invoices/inv_12")).links()
    assert "/invoices/inv_39/refund" not in (await browser.get("/invoices/inv_39")).links()


async def test_what_became_of_the_ones_before_is_said(browser: Any, full: Any) -> None:
    text = (await browser.get(PAGE)).text()
    for words in (
        "€5.00 went back to where you paid from, €1.05 is on your balance: credit note NW-CN-1.",
        "Given back",
        "It's <b>used</b>.",
        "Declined",
        "Up to €18.15 can come back.",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ({"how": "all", "amount": "5", "quantity-1": "1"}, {}),
        ({"how": "amount", "amount": "6.05"}, {"amount": {"amount": 605, "currency": "EUR"}}),
        ({"how": "lines", "quantity-1": "1", "amount": "5"}, {"lines": [{"line": 1, "quantity": 1}]}),
    ],
)
async def test_it_is_asked_for(browser: Any, full: Any, typed: dict[str, str], body: dict[str, Any]) -> None:
    full.answer("support", DOOR, ASKED, status=201)
    form = (await browser.get(PAGE)).form(PAGE)
    assert await browser.send(PAGE, {**form, **typed, "reason": " It's broken. "}) == PAGE
    (call,) = asked(full)
    assert call.body == {"reason": "It's broken.", **body}
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    assert "We have your request." in (await browser.get(PAGE)).text()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": ""}, "Please say why."),
        ({"how": "amount", "amount": "18.16"}, "Enter an amount up to €18.15."),
        ({"how": "amount", "amount": "1.001"}, "Enter an amount up to €18.15."),
        ({"how": "amount", "amount": "0"}, "Enter an amount up to €18.15."),
        ({"how": "lines"}, "Choose how many of which lines"),
        ({"how": "lines", "quantity-1": "3"}, "Choose how many of which lines"),
        ({"how": "lines", "quantity-1": "1" * 30}, "Choose how many of which lines"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_asked(
    browser: Any, full: Any, typed: dict[str, str], words: str
) -> None:
    form = {**(await browser.get(PAGE)).form(PAGE), "reason": "It's broken.", **typed}
    page = await browser.post(PAGE, form, status=422)
    assert words in page.text()
    assert page.form(PAGE)["reason"] == typed.get("reason", "It's broken.")
    assert asked(full) == []


async def test_one_at_a_time_and_until_it_is_decided_it_can_be_taken_back(browser: Any, full: Any) -> None:
    full.answer("support", "GET /customer/refund-requests", {"data": [ASKED], "next_cursor": None})
    full.answer("support", "POST /customer/refund-requests/rrq_3/withdraw", ASKED | {"status": "withdrawn"})
    page = await browser.get(PAGE)
    assert "Why?" not in page.text()
    take_back = f"{PAGE}/rrq_3/withdraw"
    assert await browser.send(take_back, page.form(take_back)) == PAGE
    assert [call.path for call in asked(full)] == ["/customer/refund-requests/rrq_3/withdraw"]
    refusal = {"code": "refund_request_closed", "detail": "no"}
    full.answer("support", "POST /customer/refund-requests/rrq_3/withdraw", refusal, status=409)
    page = await browser.post(take_back, page.form(take_back), status=409)
    assert "It was decided in the meantime." in page.text()


async def test_a_refusal_keeps_what_was_typed(browser: Any, full: Any) -> None:
    full.answer("support", DOOR, {"code": "refund_request_open", "detail": "no"}, status=409)
    form = {**(await browser.get(PAGE)).form(PAGE), "reason": "It's broken."}
    page = await browser.post(PAGE, form, status=409)
    assert "You have asked for a refund of this invoice already." in page.text()
    assert page.form(PAGE)["reason"] == "It's broken."


async def test_of_what_was_not_paid_nothing_is_asked_back(browser: Any, full: Any) -> None:
    refusal = {"code": "invoice_not_paid", "detail": "no"}
    full.answer("support", "GET /customer/invoices/inv_12/refundable", refusal, status=409)
    page = await browser.get(PAGE)
    assert "Only what was paid can be given back." in page.text()
    assert "Why?" not in page.text()


async def test_whoever_may_only_read_asks_for_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any
) -> None:
    browser.client.cookies.set("foyer_session", await token_of(await add_member(Role.MEMBER)))
    assert PAGE not in (await browser.get("/invoices/inv_12")).links()
    page = await browser.get(PAGE)
    assert "Why?" not in page.text()
    csrf = page.form("/sign-out")["csrf_token"]
    await browser.post(PAGE, {"csrf_token": csrf, "reason": "x"}, status=403)
    assert asked(full) == []
