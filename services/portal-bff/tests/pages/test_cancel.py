"""The steps of a cancellation, what they say and send, and what undoing and subscribing again do."""

from typing import Any

import pytest
from foyer_portal_bff.storage.rows import AuditRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.html import HtmlPage, text_of
from sqlalchemy import select
from sqlmodel import col

RECEIVED = "Today We receive your cancellation and send you a receipt by mail."
STAYS = f"{RECEIVED} Until the end everything stays as it is."
OWED = "You get €197.12 back for the time that is left. What is overdue still has to be paid."
CANCEL = "/subscriptions/sub_studio/cancel"
REASON = f"{CANCEL}/reason"
COMMAND = "POST /customer/subscriptions/sub_studio/cancel"
AGAIN = "/subscriptions/sub_ended/resubscribe"
UNDO = "/subscriptions/sub_ending/pending-changes/chg_cancel/undo"


def steps_of(page: HtmlPage) -> list[str]:
    """What the confirmation says that happens."""
    return [text_of(step) for each in page.all("ol") if each.get("class") == "steps" for step in each]


def sent_to(services: Any) -> list[Any]:
    """The commands that reached subscriptions, beside asking for other ways."""
    calls = services.of("subscriptions")
    return [call for call in calls if call.method != "GET" and not call.path.endswith("/retention-offers")]


@pytest.fixture
def canceled(full: Any) -> Any:
    """Services that take the cancellation of Studio."""
    ending = full.answers["subscriptions", "GET /customer/subscriptions/sub_ending"].json()
    plan = full.answers["subscriptions", f"GET /customer{CANCEL}lation"].json()
    full.answer("subscriptions", COMMAND, {**ending, "id": "sub_studio", "cancellation": plan})
    return full


async def test_it_asks_why_and_selects_nothing(browser: Any, full: Any) -> None:
    page = await browser.get(CANCEL)
    radios = [field for field in page.all("input") if field.get("type") == "radio"]
    assert [field.get("value") for field in radios][-2:] == ["other", "moved_away"]
    assert len(radios) == 9
    assert [field for field in radios if field.get("checked") is not None] == []
    assert {"Another reason", "I moved away"} <= {text_of(label) for label in page.all("label")}
    assert "If you cancel, Studio, yearly ends on 3 March 2027." in page.text()
    assert page.links().count("/subscriptions/sub_studio") == 2
    assert sent_to(full) == []


async def test_the_reason_may_be_skipped_and_the_confirmation_says_what_happens(
    browser: Any, full: Any
) -> None:
    form = (await browser.get(CANCEL)).form(REASON)
    page = await browser.post(REASON, form, status=200)
    assert steps_of(page) == [
        STAYS,
        "3 March 2027 Studio, yearly ends. Nothing is charged from then on.",
    ]
    assert "These services end with it ada.example" in page.text()
    assert sent_to(full) == []


@pytest.mark.parametrize(
    ("subscription", "says"),
    [
        (
            "sub_team",
            [
                f"{RECEIVED} Team seats × 5 ends as soon as you confirm, and nothing more is charged.",  # noqa: RUF001
            ],
        ),
        (
            "sub_pastdue",
            [
                STAYS,
                f"22 December 2026 Backups ends. Nothing is charged from then on. {OWED}",
            ],
        ),
        (
            "sub_planned",
            [
                f"{STAYS} The planned pause does not take place.",
                "3 March 2027 Archive ends. Nothing is charged from then on.",
            ],
        ),
    ],
)
async def test_each_case_has_its_words(browser: Any, full: Any, subscription: str, says: list[str]) -> None:
    page = await browser.post(
        f"/subscriptions/{subscription}/cancel/reason",
        (await browser.get("/settings")).form("/settings"),
        status=200,
    )
    assert steps_of(page) == says


@pytest.mark.parametrize(
    ("many", "says"),
    [
        (1, ["1 December 2026 A last payment of €5.00, for the time to 2 December 2026."]),
        (
            2,
            [
                "1 December 2026 A payment of €5.00.",
                "2 December 2026 A last payment of €5.00, for the time to 3 December 2026.",
            ],
        ),
        (4, ["1 December 2026 The first of 4 payments, €20.00 in all."]),
    ],
)
async def test_what_is_still_charged_is_named(browser: Any, full: Any, many: int, says: list[str]) -> None:
    plan = full.answers["subscriptions", f"GET /customer{CANCEL}lation"].json()
    charges = [
        {
            "at": f"2026-12-0{day}T09:00:00Z",
            "until": f"2026-12-0{day + 1}T09:00:00Z",
            "amount": {"amount": 500, "currency": "EUR"},
        }
        for day in range(1, many + 1)
    ]
    full.answer("subscriptions", f"GET /customer{CANCEL}lation", {**plan, "charges": charges})
    page = await browser.post(REASON, (await browser.get(CANCEL)).form(REASON), status=200)
    assert steps_of(page)[1:-1] == says


async def test_where_no_reasons_are_asked_for_the_confirmation_comes_first(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_team/cancel")
    assert page.form("/subscriptions/sub_team/cancel")["reason"] == ""
    assert len(steps_of(page)) == 1


async def test_confirming_sends_one_command_with_what_was_said(browser: Any, canceled: Any) -> None:
    said = {"reason": "other", "message": "  I go <far> away.\nGoodbye.  "}
    form = (await browser.get(CANCEL)).form(REASON)
    confirm = (await browser.post(REASON, {**form, **said}, status=200)).form(CANCEL)
    assert {name: confirm[name] for name in said} == said
    for _ in range(2):
        assert await browser.send(CANCEL, confirm) == "/subscriptions/sub_studio"
    calls = sent_to(canceled)
    declared = calls[0].body["declaration"]
    assert [call.headers["idempotency-key"] for call in calls] == [declared["id"]] * 2
    assert calls[0].body == {
        "declaration": declared,
        "reason": "other",
        "message": "I go <far> away.\nGoodbye.",
    }
    page = await browser.get("/subscriptions/sub_studio")
    assert "We have received your cancellation. A receipt comes by mail." in page.text()


async def test_what_was_shown_is_sent_along_and_shown_again_when_it_has_changed(
    browser: Any, canceled: Any
) -> None:
    path = f"GET /customer{CANCEL}lation"
    plan = canceled.answers["subscriptions", path].json()
    canceled.answer("subscriptions", path, {**plan, "promise": "1795352400.abc"})
    form = (await browser.get(CANCEL)).form(REASON)
    confirm = (await browser.post(REASON, {**form, "reason": "unused"}, status=200)).form(CANCEL)
    assert confirm["promise"] == "1795352400.abc"
    later = {**plan, "effective_at": "2028-03-03T09:00:00Z", "promise": "1795352460.def"}
    canceled.answer("subscriptions", path, later)
    refusal = {"code": "cancellation_changed", "detail": "No."}
    canceled.answer("subscriptions", COMMAND, refusal, status=409)
    page = await browser.post(CANCEL, confirm, status=409)
    declared = sent_to(canceled)[0].body.pop("declaration")
    assert declared["number"] == "NW-D-1001"
    assert sent_to(canceled)[0].body == {"reason": "unused", "promise": "1795352400.abc"}
    assert "Something has changed since you opened this page. See what happens now." in page.text()
    assert steps_of(page)[-1].startswith("3 March 2028")
    again = page.form(CANCEL)
    assert (again["promise"], again["reason"]) == ("1795352460.def", "unused")
    assert again["idempotency_key"] != confirm["idempotency_key"]


async def test_what_is_canceled_at_once_says_so(browser: Any, canceled: Any) -> None:
    ended = canceled.answers["subscriptions", COMMAND].json()
    canceled.answer("subscriptions", COMMAND, {**ended, "status": "canceled"})
    confirm = (await browser.post(REASON, (await browser.get(CANCEL)).form(REASON), status=200)).form(CANCEL)
    where = await browser.send(CANCEL, confirm)
    assert list(sent_to(canceled)[0].body) == ["declaration"]
    assert "It is canceled. A receipt comes by mail." in (await browser.get(where)).text()


@pytest.mark.parametrize("address", [REASON, CANCEL])
async def test_a_message_that_is_too_long_is_kept_and_not_sent(
    browser: Any, canceled: Any, address: str
) -> None:
    form = (await browser.get(CANCEL)).form(REASON)
    fits = "é\r\n" * 1000
    assert (await browser.post(REASON, {**form, "message": fits}, status=200)).form(CANCEL)["message"]
    page = await browser.post(address, {**form, "reason": "unused", "message": f"{fits}!"}, status=422)
    assert "Please use 2000 characters at most." in page.text()
    kept = page.form(REASON)
    assert (kept["reason"], len(kept["message"])) == ("unused", 2001)
    assert sent_to(canceled) == []


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        ("cancel_not_offered", 403, "This subscription cannot be canceled here. Please contact us."),
        ("cancellation_already_pending", 409, "It is canceled already. You see below when it ends."),
        ("subscription_already_ended", 409, "This subscription has ended already."),
        ("idempotency_key_reused", 409, "This form was sent before with other answers."),
    ],
)
async def test_a_refusal_says_why_on_the_subscriptions_page(
    browser: Any, full: Any, code: str, status: int, says: str
) -> None:
    full.answer("subscriptions", COMMAND, {"code": code, "detail": "No."}, status=status)
    confirm = (await browser.post(REASON, (await browser.get(CANCEL)).form(REASON), status=200)).form(CANCEL)
    changed = full.answers["subscriptions", "GET /customer/subscriptions/sub_suspended"].json()
    full.answer("subscriptions", "GET /customer/subscriptions/sub_studio", {**changed, "id": "sub_studio"})
    page = await browser.post(CANCEL, confirm, status=status)
    assert says in page.text()
    assert CANCEL not in page.links()


async def test_a_reason_that_is_asked_for_no_more_is_chosen_again(browser: Any, full: Any) -> None:
    refusal = {"code": "cancellation_reason_unknown", "detail": "No.", "field": "reason"}
    full.answer("subscriptions", COMMAND, refusal, status=422)
    form = (await browser.get(CANCEL)).form(REASON)
    confirm = (await browser.post(REASON, {**form, "message": "Why not"}, status=200)).form(CANCEL)
    page = await browser.post(CANCEL, {**confirm, "reason": "gone"}, status=422)
    assert "The reasons have changed. Choose one of these, or none." in page.text()
    assert page.form(REASON)["message"] == "Why not"
    assert [each.get("aria-describedby") for each in page.all("fieldset")] == ["reason-wrong"]


@pytest.mark.parametrize(
    ("subscription", "says"),
    [
        ("sub_called", "This subscription cannot be canceled here. Please contact us."),
        ("sub_ending", "It is canceled already. You see below when it ends."),
        ("sub_ended", "This subscription has ended already."),
    ],
)
async def test_where_canceling_is_not_offered_its_page_says_why(
    browser: Any, full: Any, subscription: str, says: str
) -> None:
    page = await browser.get(f"/subscriptions/{subscription}/cancel", status=409)
    assert says in page.text()


@pytest.mark.parametrize("address", [REASON, CANCEL])
async def test_a_form_that_has_expired_is_refused(browser: Any, canceled: Any, address: str) -> None:
    form = (await browser.get(CANCEL)).form(REASON)
    page = await browser.post(address, {**form, "csrf_token": "another"}, status=403)
    assert "This form is no longer valid. Please send it once more." in page.text()
    assert sent_to(canceled) == []


async def test_the_service_away_keeps_what_was_said_and_its_key(browser: Any, canceled: Any) -> None:
    form = (await browser.get(CANCEL)).form(REASON)
    confirm = (await browser.post(REASON, {**form, "reason": "unused"}, status=200)).form(CANCEL)
    canceled.away.add("subscriptions")
    page = await browser.post(CANCEL, confirm, status=503)
    again = page.form(CANCEL)
    assert (again["reason"], again["idempotency_key"]) == ("unused", confirm["idempotency_key"])


async def test_what_waits_says_what_is_charged_and_leads_to_its_ticket(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_ending")
    assert (
        "Basic ends on 22 December 2026. "
        "28 November 2026: A last payment of €7.26, for the time to 22 December 2026. "
        "Your request: ticket T-8 Keep Basic Next charge €7.26 28 November 2026"
    ) in page.text()
    assert "/support/tkt_8" in page.links()
    assert "https://domains.example/ada" in page.links()


@pytest.mark.parametrize("other", [{"subscription_id": "sub_studio"}, {"category": "question"}])
async def test_no_other_ticket_is_taken_for_its_own(browser: Any, full: Any, other: dict[str, str]) -> None:
    overview = full.answers["support", "GET /customer/overview"].json()
    tickets = [
        {**ticket, **other} if ticket["id"] == "tkt_8" else ticket for ticket in overview["open_tickets"]
    ]
    full.answer("support", "GET /customer/overview", {"open_tickets": tickets})
    assert "Your request" not in (await browser.get("/subscriptions/sub_ending")).text()


async def test_it_is_kept_after_all(browser: Any, full: Any, database: Database) -> None:
    studio = full.answers["subscriptions", "GET /customer/subscriptions/sub_studio"].json()
    route = "DELETE /customer/subscriptions/sub_ending/pending-changes/chg_cancel"
    full.answer("subscriptions", route, studio)
    form = (await browser.get("/subscriptions/sub_ending")).form(UNDO)
    assert await browser.send(UNDO, form) == "/subscriptions/sub_ending"
    assert [call.headers["idempotency-key"] for call in sent_to(full)] == [form["idempotency_key"]]
    async with database.session() as session:
        entries = await session.scalars(select(AuditRow).where(col(AuditRow.target) == "sub_ending"))
        assert [(entry.action, entry.outcome) for entry in entries] == [("withdraw_change", "done")]


async def test_subscribing_again_asks_then_leads_to_the_new_one(browser: Any, full: Any) -> None:
    studio = full.answers["subscriptions", "GET /customer/subscriptions/sub_studio"].json()
    full.answer("subscriptions", f"POST /customer{AGAIN}", studio, status=201)
    page = await browser.get(AGAIN)
    amount, price = "€290.00", "€290.00 / year"
    assert steps_of(page) == [
        f"Today It begins again, without a trial. Your first payment is {amount}.",
        f"From then on {price}",
    ]
    form = page.form(AGAIN)
    where = await browser.send(AGAIN, form)
    assert where == "/subscriptions/sub_studio"
    (call,) = sent_to(full)
    assert (call.body, call.headers["idempotency-key"]) == ({}, form["idempotency_key"])
    assert "You are subscribed again." in (await browser.get(where)).text()


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        ("already_resubscribed", 409, "You have subscribed to it again already. It is in your list."),
        ("price_not_sold", 409, "This is no longer sold. Please contact us."),
        ("reactivation_not_offered", 403, "This cannot be done here. Please contact us."),
    ],
)
async def test_subscribing_again_that_is_refused_says_why(
    browser: Any, full: Any, code: str, status: int, says: str
) -> None:
    full.answer("subscriptions", f"POST /customer{AGAIN}", {"code": code, "detail": "No."}, status=status)
    form = (await browser.get(AGAIN)).form(AGAIN)
    assert says in (await browser.post(AGAIN, form, status=status)).text()


@pytest.mark.parametrize(
    ("subscription", "says"),
    [
        ("sub_studio", "This subscription has not ended."),
        ("sub_completed", "This cannot be done here. Please contact us."),
    ],
)
async def test_where_subscribing_again_is_not_offered_its_page_says_why(
    browser: Any, full: Any, subscription: str, says: str
) -> None:
    page = await browser.get(f"/subscriptions/{subscription}/resubscribe", status=409)
    assert says in page.text()
