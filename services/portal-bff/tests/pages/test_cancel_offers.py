"""Other ways than to cancel: what is shown, where each leads, and that a cancellation goes on."""

from typing import Any

import pytest
from foyer_shared.testing.html import text_of

BASE = "/subscriptions/sub_pending"
REASON, OFFER, CONFIRM = (f"{BASE}/cancel/{step}" for step in ("reason", "offer", "confirm"))
SHOWN = f"POST /customer{BASE}/retention-offers"


def commands_to(services: Any) -> list[tuple[str, Any]]:
    """The commands that reached subscriptions: path and body."""
    return [(call.path, call.body) for call in services.of("subscriptions") if call.method != "GET"]


async def offers_step(browser: Any, **said: str) -> Any:
    form = (await browser.get(f"{BASE}/cancel")).form(REASON)
    return await browser.post(REASON, {**form, **said}, status=200)


async def test_each_way_is_shown_and_none_is_chosen(browser: Any, full: Any) -> None:
    page = await offers_step(browser, reason="too_expensive")
    assert page.text_of("h1") == "Before you go"
    radios = [field for field in page.all("input") if field.get("type") == "radio"]
    assert [(field.get("value"), field.get("checked")) for field in radios] == [
        ("coupon.half", None),
        ("trial_extension.longer", None),
        ("pause.a_break", None),
        ("plan.smaller", None),
        ("contact.talk", None),
    ]
    labels = [text_of(label) for label in page.all("label")]
    assert labels == [
        "20 % off for 3 months Your next payment is €232.00, on 3 March 2027.",
        "14 more days of trial Your trial ends on 11 December 2026 then.",
        "Pause instead Nothing is charged until you come back. You choose the dates next.",
        "Choose a smaller plan You see what each costs before anything changes.",
        "Call Mary: we'll find a way Tell us what is wrong, and we look for a way.",
    ]
    buttons = [
        (text_of(button), button.get("class"), button.get("formaction"))
        for button in page.all("button")
        if text_of(button) in {"Take the offer", "Cancel anyway"}
    ]
    assert buttons == [("Take the offer", "button", None), ("Cancel anyway", "button", CONFIRM)]
    assert commands_to(full) == [(SHOWN[5:], {"reason": "too_expensive"})]


async def test_canceling_anyway_confirms_with_what_was_said(browser: Any, full: Any) -> None:
    page = await offers_step(browser, reason="too_expensive", message="Sorry!")
    page = await browser.post(CONFIRM, page.form(OFFER), status=200)
    form = page.form(f"{BASE}/cancel")
    assert (form["reason"], form["message"]) == ("too_expensive", "Sorry!")
    trail = [text_of(step) for each in page.all("ol") if each.get("class") == "trail" for step in each]
    assert trail == ["Reason", "Other ways", "Confirm"]
    assert len(commands_to(full)) == 1


@pytest.mark.parametrize(
    ("offer", "leads_to", "says"),
    [
        ("coupon.half", BASE, "The discount is yours. You see below how long it lasts."),
        ("trial_extension.longer", BASE, "Your trial is longer now. You see below when it ends."),
        ("pause.a_break", f"{BASE}/pause", None),
        ("plan.smaller", f"{BASE}/plan", None),
        ("contact.talk", "/support/new?about=sub_pending", None),
    ],
)
async def test_each_way_leads_on(
    browser: Any, full: Any, offer: str, leads_to: str, says: str | None
) -> None:
    code = offer.partition(".")[2]
    one = full.answers["subscriptions", f"GET /customer{BASE}"].json()
    full.answer("subscriptions", f"{SHOWN}/{code}/accept", one)
    page = await offers_step(browser)
    form = {**page.form(OFFER), "offer": offer}
    for _ in range(2):
        assert await browser.send(OFFER, form) == leads_to
    call = full.of("subscriptions")[-1]
    assert call.path == f"/customer{BASE}/retention-offers/{code}/accept"
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    if says:
        assert says in (await browser.get(leads_to)).text()


async def test_without_a_choice_it_asks_again(browser: Any, full: Any) -> None:
    page = await offers_step(browser, message="Sorry!")
    page = await browser.post(OFFER, page.form(OFFER), status=422)
    assert "Choose one of these, or cancel anyway." in page.text()
    assert page.form(OFFER)["message"] == "Sorry!"
    assert [path for path, _ in commands_to(full)] == [SHOWN[5:]] * 2


async def test_what_is_no_longer_open_says_so(browser: Any, full: Any) -> None:
    refusal = {"code": "retention_offer_not_open", "detail": "No."}
    full.answer("subscriptions", f"{SHOWN}/half/accept", refusal, status=409)
    page = await offers_step(browser)
    page = await browser.post(OFFER, {**page.form(OFFER), "offer": "coupon.half"}, status=409)
    assert "This offer is no longer open." in page.text()
    assert f"{BASE}/cancel" in page.links()


@pytest.mark.parametrize(
    ("answer", "status"), [({"offers": []}, 200), ({"code": "unavailable", "detail": "No."}, 503)]
)
async def test_where_there_is_none_the_confirmation_follows(
    browser: Any, full: Any, answer: dict[str, Any], status: int
) -> None:
    full.answer("subscriptions", SHOWN, answer, status=status)
    page = await offers_step(browser)
    assert page.form(f"{BASE}/cancel")["reason"] == ""
    trail = [text_of(step) for each in page.all("ol") if each.get("class") == "trail" for step in each]
    assert trail == ["Reason", "Confirm"]


async def test_without_reasons_the_other_ways_come_first(browser: Any, full: Any) -> None:
    route = f"GET /customer{BASE}/cancellation"
    plan = full.answers["subscriptions", route].json()
    full.answer("subscriptions", route, {**plan, "reasons": []})
    page = await browser.get(f"{BASE}/cancel")
    assert page.text_of("h1") == "Before you go"
    assert commands_to(full) == [(SHOWN[5:], {"reason": None})]
