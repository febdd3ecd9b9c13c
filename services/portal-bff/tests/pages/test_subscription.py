"""A subscription's page: buttons for what may be done, resuming, undoing, and who may not."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_shared.testing.html import text_of

RESUME = "/subscriptions/sub_magazine/resume"
UNDO = "/subscriptions/sub_planned/pending-changes/chg_pause/undo"


@pytest.mark.parametrize(
    ("subscription", "buttons"),
    [
        ("sub_studio", {"Pause", "Cancel"}),
        ("sub_pastdue", {"Cancel"}),
        ("sub_magazine", {"Resume"}),
        ("sub_called", {"Contact us"}),
        ("sub_planned", {"Cancel"}),
        ("sub_ending", set()),
        ("sub_ended", {"Subscribe again"}),
        ("sub_completed", {"Contact us"}),
    ],
)
async def test_only_what_may_be_done_has_a_button(
    browser: Any, full: Any, subscription: str, buttons: set[str]
) -> None:
    page = await browser.get(f"/subscriptions/{subscription}")
    texts = {"".join(link.itertext()).strip() for link in page.all("a")}
    assert texts & {"Pause", "Resume", "Cancel", "Subscribe again", "Contact us"} == buttons


async def test_canceling_is_as_plain_as_pausing(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_studio")
    pause, cancel = (
        next(link for link in page.all("a") if link.get("href") == f"/subscriptions/sub_studio/{what}")
        for what in ("pause", "cancel")
    )
    assert cancel.get("class") == pause.get("class") == "button"


@pytest.mark.parametrize(
    ("subscription", "says"),
    [
        ("sub_pastdue", "An invoice of this subscription is overdue. Pay it to keep it running."),
        ("sub_suspended", "This subscription is suspended until the overdue invoice is paid."),
        ("sub_completed", "This subscription ended on 1 October 2026, when its term was over."),
        ("sub_ended", "This subscription was canceled and ended on 20 June 2026."),
    ],
)
async def test_a_state_that_needs_a_word_has_one(
    browser: Any, full: Any, subscription: str, says: str
) -> None:
    assert says in (await browser.get(f"/subscriptions/{subscription}")).text()


async def test_what_runs_and_what_is_over_are_apart(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions")
    lists = [
        [text_of(link) for link in section.iter("a") if link.get("class") == "whole"]
        for section in page.all("section")
        if section.get("aria-labelledby") in {"active", "past"}
    ]
    assert [len(names) for names in lists] == [9, 2]
    assert "Course" in lists[1]
    assert "Basic Ends 22 December 2026" in page.text()
    assert "Course Ended 1 October 2026" in page.text()


async def test_a_trial_counts_down(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_team")
    assert "6 days of your trial left: it ends 28 November 2026, then €60.00 / month" in page.text()
    (bar,) = page.all("progress")
    assert (bar.get("value"), bar.get("max")) == ("8", "14")


async def test_a_member_sees_and_changes_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any
) -> None:
    token = await token_of(await add_member(Role.MEMBER), request_id="req_2")
    browser.client.cookies.set("foyer_session", token)
    page = await browser.get("/subscriptions/sub_studio")
    assert not [link for link in page.links() if link.startswith("/subscriptions/sub_studio/")]
    for what in ("sub_studio/pause", "sub_studio/cancel", "sub_ended/resubscribe"):
        page = await browser.get(f"/subscriptions/{what}", status=403)
        assert "Your role for this account does not allow this." in page.text()
    ending = await browser.get("/subscriptions/sub_ending")
    assert "Basic ends on 22 December 2026." in ending.text()
    assert "Keep Basic" not in ending.text()


async def test_resuming_asks_then_does_it_once(browser: Any, full: Any) -> None:
    running = full.answers["subscriptions", "GET /customer/subscriptions/sub_studio"].json()
    full.answer("subscriptions", "POST /customer/subscriptions/sub_magazine/resume", running)
    page = await browser.get(RESUME)
    assert "Today It runs again. 13 December 2026 Your next payment of €15.00." in page.text()
    form = page.form(RESUME)
    where = await browser.send(RESUME, form)
    (call,) = [call for call in full.of("subscriptions") if call.method == "POST"]
    assert (call.body, call.headers["idempotency-key"]) == ({}, form["idempotency_key"])
    assert "It runs again." in (await browser.get(where)).text()


async def test_a_resume_that_is_refused_says_why(browser: Any, full: Any) -> None:
    refusal = {"code": "paused_by_business", "detail": "No."}
    full.answer("subscriptions", "POST /customer/subscriptions/sub_magazine/resume", refusal, status=403)
    form = (await browser.get(RESUME)).form(RESUME)
    page = await browser.post(RESUME, form, status=403)
    assert "We paused this subscription. Please contact us to resume it." in page.text()


async def test_a_planned_pause_is_undone(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_planned")
    assert "It will pause 3 March 2027 and come back 1 May 2027." in page.text()
    planned = full.answers["subscriptions", "GET /customer/subscriptions/sub_planned"].json()
    full.answer(
        "subscriptions",
        "DELETE /customer/subscriptions/sub_planned/pending-changes/chg_pause",
        {**planned, "pending_changes": []},
    )
    where = await browser.send(UNDO, page.form(UNDO))
    assert where == "/subscriptions/sub_planned"
    assert "Undone. Everything stays as it was." in (await browser.get(where)).text()


@pytest.mark.parametrize(
    ("subscription", "actions", "says"),
    [
        ("planned", ["cancel"], "We planned that it pauses 3 March 2027 and comes back 1 May 2027."),
        ("magazine", [], "We paused it. It comes back 1 January 2027 by itself."),
        ("ending", [], "We planned that {name} ends on 22 December 2026."),
    ],
)
async def test_what_the_business_planned_is_shown_with_a_way_to_ask(
    browser: Any, full: Any, subscription: str, actions: list[str], says: str
) -> None:
    path = f"GET /customer/subscriptions/sub_{subscription}"
    one = full.answers["subscriptions", path].json()
    theirs = [change | {"requested_by": "business"} for change in one["pending_changes"]]
    full.answer("subscriptions", path, one | {"pending_changes": theirs, "actions": actions})
    full.answer("support", "GET /customer/overview", {"open_tickets": []})
    page = await browser.get(f"/subscriptions/sub_{subscription}")
    assert says.format(name=one["name"]) in page.text()
    assert [word for word in ("Undo", "Keep ") if word in page.text()] == []
    ask = f"/support/new?about=sub_{subscription}"
    assert ask in page.links()
    subject = (await browser.get(ask)).form("/support/new")["subject"]
    assert subject == f"About {one['name']}"


async def test_a_new_price_is_shown_with_its_day_and_a_way_to_ask(browser: Any, full: Any) -> None:
    path = "GET /customer/subscriptions/sub_studio"
    costs = {"amount": {"amount": 3500, "currency": "EUR"}, "interval": "month", "interval_count": 1}
    change = {
        "id": "chg_price",
        "kind": "price",
        "effective_at": "2027-03-03T09:00:00Z",
        "requested_by": "business",
        "price": costs,
    }
    one = full.answers["subscriptions", path].json()
    full.answer("subscriptions", path, one | {"pending_changes": [change]})
    full.answer("support", "GET /customer/overview", {"open_tickets": []})
    page = await browser.get("/subscriptions/sub_studio")
    assert "We change its price: from 3 March 2027 it costs €35.00 / month." in page.text()
    assert "Undo" not in page.text()
    assert "/support/new?about=sub_studio" in page.links()


async def test_what_the_customer_can_undo_needs_no_question(browser: Any, full: Any) -> None:
    for name in ("planned", "magazine", "ending"):
        page = await browser.get(f"/subscriptions/sub_{name}")
        assert not any("about=" in link for link in page.links())


async def test_a_second_click_on_undo_is_the_first_one_again(browser: Any, full: Any) -> None:
    planned = full.answers["subscriptions", "GET /customer/subscriptions/sub_planned"].json()
    full.answer(
        "subscriptions",
        "DELETE /customer/subscriptions/sub_planned/pending-changes/chg_pause",
        {**planned, "pending_changes": []},
    )
    form = (await browser.get("/subscriptions/sub_planned")).form(UNDO)
    for _ in range(2):
        assert await browser.send(UNDO, form) == "/subscriptions/sub_planned"
    sent = [call.headers["idempotency-key"] for call in full.of("subscriptions") if call.method == "DELETE"]
    assert sent == [form["idempotency_key"]] * 2


async def test_a_change_that_is_gone_says_so(browser: Any, full: Any) -> None:
    form = (await browser.get("/subscriptions/sub_planned")).form(UNDO)
    refusal = {"code": "pending_change_not_found", "detail": "No."}
    full.answer(
        "subscriptions",
        "DELETE /customer/subscriptions/sub_planned/pending-changes/chg_pause",
        refusal,
        status=404,
    )
    page = await browser.post(UNDO, form, status=404)
    assert "This change no longer waits: it has happened, or was undone." in page.text()


@pytest.mark.parametrize(
    "path",
    [
        "/subscriptions/{}",
        "/subscriptions/{}/pause",
        "/subscriptions/{}/resume",
        "/subscriptions/{}/cancel",
        "/subscriptions/{}/resubscribe",
        "/invoices/{}",
        "/orders/{}",
        "/support/{}",
    ],
)
async def test_what_is_no_id_looks_like_nothing_and_leads_nowhere_else(
    browser: Any, full: Any, path: str
) -> None:
    for what_is_no_id in ("no-such-one", "%3F", "%23", "%2e%2e", "sub_studio%3Fa=1", "%00"):
        page = await browser.get(path.format(what_is_no_id), status=404)
        assert page.text_of("h1") == "Page not found"
    assert full.calls == []


async def test_a_change_that_is_no_id_is_not_undone(browser: Any, full: Any) -> None:
    form = (await browser.get("/subscriptions/sub_planned")).form(UNDO)
    await browser.post("/subscriptions/sub_planned/pending-changes/%2e%2e/undo", form, status=404)
    assert [call for call in full.of("subscriptions") if call.method == "DELETE"] == []


async def test_another_customers_looks_like_nothing(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_of_another", status=404)
    assert page.text_of("h1") == "Page not found"
    assert page.text_of("title") == "Page not found · Northwind"
    assert "/subscriptions" in page.links()


async def test_it_shows_its_latest_invoices(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_studio")
    (section,) = [each for each in page.all("section") if each.get("aria-labelledby") == "invoices"]
    links = [(link.get("href"), text_of(link)) for link in section.iter("a")]
    assert links == [
        ("/invoices", "See all"),
        ("/invoices/inv_42", "NW-2026-00042"),
        ("/invoices/inv_39", "NW-2026-00039"),
        ("/invoices/inv_12", "NW-2026-00012"),
    ]
    assert "Overdue" in text_of(section)
    asked = [call for call in full.calls if call.path == "/customer/invoices"]
    assert [call.query for call in asked] == [{"subscription_id": "sub_studio", "limit": "5"}]


async def test_without_invoices_it_says_nothing_of_them(browser: Any, full: Any) -> None:
    full.answer("invoicing", "GET /customer/invoices", {"data": [], "next_cursor": None})
    page = await browser.get("/subscriptions/sub_studio")
    assert [each for each in page.all("section") if each.get("aria-labelledby") == "invoices"] == []


async def test_while_invoicing_is_away_the_rest_stands(browser: Any, full: Any) -> None:
    full.away.add("invoicing")
    page = await browser.get("/subscriptions/sub_studio")
    (section,) = [each for each in page.all("section") if each.get("aria-labelledby") == "invoices"]
    assert "Not available right now. Please try again in a moment." in text_of(section)
    assert "What you get" in page.text()


async def test_its_picture_is_shown_in_the_list_on_its_page_and_beside_the_plans(
    browser: Any, full: Any
) -> None:
    picture = {"id": "img_1", "url": "/product-images/img_1", "alt": "A desk <b>"}
    path = "GET /customer/subscriptions/sub_studio"
    one = full.answers["subscriptions", path].json()
    listed = full.answers["subscriptions", "GET /customer/subscriptions"].json()
    plans = full.answers["subscriptions", f"{path}/plans"].json()
    for page in ("/subscriptions", "/subscriptions/sub_studio", "/subscriptions/sub_studio/plan"):
        assert (await browser.get(page)).all("img") == []
    full.answer("subscriptions", path, one | {"picture": picture})
    with_it = [each | ({"picture": picture} if each["id"] == "sub_studio" else {}) for each in listed["data"]]
    full.answer("subscriptions", "GET /customer/subscriptions", listed | {"data": with_it})
    full.answer(
        "subscriptions",
        f"{path}/plans",
        plans | {"plans": [plans["plans"][0] | {"picture": picture}, *plans["plans"][1:]]},
    )
    for page in ("/subscriptions", "/subscriptions/sub_studio", "/subscriptions/sub_studio/plan"):
        images = (await browser.get(page)).all("img")
        assert {(image.get("src"), image.get("alt")) for image in images} == {
            ("/product-images/img_1", "A desk <b>")
        }


@pytest.mark.parametrize(
    ("behavior", "next_charge"), [("exclusive", "€290.00 excl. tax"), ("inclusive", "€290.00")]
)
async def test_what_is_charged_without_its_tax_says_so(
    browser: Any, full: Any, behavior: str, next_charge: str
) -> None:
    path = "GET /customer/subscriptions/sub_studio"
    studio = full.answers["subscriptions", path].json()
    studio["items"][0]["tax_behavior"] = behavior
    full.answer("subscriptions", path, studio)
    page = await browser.get("/subscriptions/sub_studio")
    assert f"Next charge {next_charge} 3 March 2027" in page.text()
    per_year = next_charge.replace("€290.00", "€290.00 / year")
    assert f"Price {per_year} Collected" in page.text()
    resubscribed = studio | {"status": "canceled", "ended_at": studio["current_period_end"]}
    full.answer("subscriptions", path, resubscribed | {"actions": ["resubscribe"], "pending_changes": []})
    page = await browser.get("/subscriptions/sub_studio/resubscribe")
    assert f"Your first payment is {next_charge}." in page.text()


@pytest.mark.parametrize(
    ("collection", "methods", "words"),
    [
        ("automatic", ["default", "other"], "Collected with Visa ···4242"),
        ("automatic", ["other"], "Collected automatically"),
        ("automatic", [], "Collected automatically"),
        ("invoice", ["default"], "You receive an invoice"),
    ],
)
async def test_the_method_that_pays_is_named_where_it_is_known(
    browser: Any, full: Any, collection: str, methods: list[str], words: str
) -> None:
    path, overview = "GET /customer/subscriptions/sub_studio", "GET /customer/overview"
    full.answer(
        "subscriptions", path, full.answers["subscriptions", path].json() | {"collection": collection}
    )
    known = {
        "default" if method["is_default"] else "other": method
        for method in full.answers["payments", overview].json()["methods"]
    }
    full.answer("payments", overview, {"methods": [known[name] for name in methods]})
    assert words in (await browser.get("/subscriptions/sub_studio")).text()


async def test_without_payments_the_page_says_that_it_is_collected(browser: Any, full: Any) -> None:
    full.away.add("payments")
    assert "Collected automatically" in (await browser.get("/subscriptions/sub_studio")).text()
