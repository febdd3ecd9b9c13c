"""Collection cases: how far each one is, what is to be paid, and the request for a payment plan."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_shared.testing.html import text_of

CASE = "/collection-cases/case_1"
PLAN = f"{CASE}/payment-plan"
COMMAND = "POST /customer/collection-cases/case_1/payment-plan"
OVERVIEW = "GET /customer/overview"
READ = "GET /customer/collection-cases/case_1"
UNTOUCHED = {"on_hold": False, "payment_under_way": False}
REQUESTED = {
    "id": "plan_2",
    "status": "requested",
    "total": {"amount": 100000, "currency": "EUR"},
    "instalments": [],
    "requested_at": "2026-11-22T14:00:00Z",
}


async def test_home_says_that_something_is_collected(browser: Any, full: Any) -> None:
    page = await browser.get("/")
    in_sidebar, alert = [each for each in page.all("a") if each.get("href") == CASE]
    assert text_of(in_sidebar) == "NW-C-1001 €1,000.00"
    assert text_of(alert) == (
        "Please pay €1,000.00 for invoice NW-2026-00039 by 3 December 2026. "
        "After that day we add collection costs of €150.00."
    )


@pytest.mark.parametrize(
    ("changes", "language", "says"),
    [
        (
            {"plan": REQUESTED},
            "en",
            (
                "You have asked to pay invoice NW-2026-00039 in instalments. "
                "Until we answer nothing else goes on."
            ),
        ),
        (
            {"plan": REQUESTED | {"status": "running"}},
            "en",
            "You pay invoice NW-2026-00039 in instalments. While you pay them in time, nothing else goes on.",
        ),
        (
            {"plan": REQUESTED | {"status": "running"}},
            "nl",
            (
                "U betaalt factuur NW-2026-00039 in termijnen. "
                "Zolang u die op tijd betaalt, gebeurt er verder niets."
            ),
        ),
        ({"payment_under_way": True}, "en", "A payment for invoice NW-2026-00039 is under way."),
    ],
)
async def test_home_and_the_api_know_of_a_plan_and_of_a_payment(
    browser: Any, full: Any, changes: dict[str, Any], language: str, says: str
) -> None:
    overview = full.answers["invoicing", OVERVIEW].json()
    (case,) = overview["collection_cases"]
    full.answer("invoicing", OVERVIEW, overview | {"collection_cases": [case | changes]})
    page = await browser.get("/", headers={"accept-language": language})
    _, alert = [each for each in page.all("a") if each.get("href") == CASE]
    assert text_of(alert) == says
    (told,) = (await browser.client.get("/api/home")).json()["collection_cases"]
    assert {name: told[name] for name in changes} == {
        name: value | {"decline_reason": None} if name == "plan" else value for name, value in changes.items()
    }


async def test_the_list_says_how_far_each_one_is(browser: Any, full: Any) -> None:
    page = await browser.get("/collection-cases")
    rows = [[text_of(cell) for cell in row.iter("td")] for row in page.all("tr")]
    assert [row for row in rows if row] == [
        ["NW-C-1001", "NW-2026-00039", "Formal notice", "To pay", "€1,000.00"],
        ["NW-C-1000", "NW-2026-00012", "Collection costs added", "On hold", "€1,150.00"],
    ]


async def test_the_progress_says_in_words_where_it_is(browser: Any, full: Any) -> None:
    page = await browser.get(CASE)
    assert (
        "Please pay €1,000.00 for invoice NW-2026-00039 by 3 December 2026. "
        "After that day we add collection costs of €150.00."
    ) in page.text()
    steps = list(page.all("ol")[0])
    assert [(text_of(step), step.get("aria-current")) for step in steps] == [
        ("Friendly reminder Over", None),
        ("Formal notice Now", "step"),
        ("Collection costs added If it is not paid before", None),
        ("Final warning If it is not paid before", None),
    ]


async def test_what_is_on_hold_and_why_a_plan_was_declined(browser: Any, full: Any) -> None:
    page = await browser.get("/collection-cases/case_2")
    text = page.text()
    assert "Invoice NW-2026-00012 is on hold: nothing goes on until you hear from us." in text
    assert "If it is not paid before" not in text
    assert "Why we did not agree: Two months are too long." in text
    assert {"/invoices/inv_12", "/invoices/inv_40"} <= {link.get("href") for link in page.all("a")}
    assert page.all("form") == [] or "/payment-plan" not in {form.get("action") for form in page.all("form")}


@pytest.mark.parametrize(
    ("changes", "can_pay", "leads_to"),
    [
        ({}, True, ["/pay?invoice=inv_12&invoice=inv_40"]),
        ({"fees": {"amount": 0, "currency": "EUR"}}, True, ["/pay?invoice=inv_12"]),
        ({"amount": {"amount": 0, "currency": "EUR"}}, True, ["/pay?invoice=inv_40"]),
        ({}, False, []),
        ({"external": True}, True, []),
        ({"payment_under_way": True}, True, []),
        ({"on_hold": True}, True, []),
    ],
)
async def test_all_of_it_is_paid_at_once_where_that_is_possible(
    browser: Any, full: Any, changes: dict[str, Any], can_pay: bool, leads_to: list[str]
) -> None:
    door = f"{READ[:-1]}2"
    full.answer("invoicing", door, full.answers["invoicing", door].json() | UNTOUCHED | changes)
    full.answer("payments", OVERVIEW, {"methods": [], "can_pay": can_pay})
    page = await browser.get("/collection-cases/case_2")
    assert [link.get("href") for link in page.all("a") if text_of(link) == "Pay"] == leads_to


async def test_a_case_says_how_to_transfer_what_is_to_be_paid(browser: Any, full: Any) -> None:
    page = await browser.get(CASE)
    (section,) = [each for each in page.all("section") if each.get("aria-labelledby") == "transfer"]
    assert [" ".join(text_of(cell) for cell in row) for row in section.iter("div")] == [
        "Amount €1,000.00",
        "Account holder Northwind B.V.",
        "IBAN NL20 INGB 0001 2345 67",
        "Reference NW-2026-00039",
    ]
    case = full.answers["invoicing", READ].json()
    assert (await browser.client.get(f"/api{CASE}")).json()["transfer"] == case["transfer"]
    full.answer("invoicing", READ, case | {"transfer": None})
    assert "IBAN" not in (await browser.get(CASE)).text()


@pytest.mark.parametrize(
    ("stage", "changes", "says"),
    [
        ("final_warning", {}, "This is the last warning about invoice NW-2026-00039."),
        (
            "fees_added",
            {"fees": {"amount": 4000, "currency": "EUR"}},
            "Collection costs were added to invoice NW-2026-00039.",
        ),
        ("fees_added", {}, "Invoice NW-2026-00039 was due on 29 October 2026. Please pay"),
        ("final_warning", {"external": True}, "We have given invoice NW-2026-00039 to others to collect."),
        ("formal_notice", {"payment_under_way": True}, "A payment for invoice NW-2026-00039 is under way."),
        ("formal_notice", {"plan": REQUESTED}, "You have asked to pay invoice NW-2026-00039 in instalments."),
        (
            "formal_notice",
            {"plan": REQUESTED | {"status": "running"}},
            "You pay invoice NW-2026-00039 in instalments. While you pay them in time, nothing else goes on.",
        ),
        ("formal_notice", {"plan": REQUESTED | {"status": "broken"}}, "Please pay €1,000.00 for invoice"),
        ("formal_notice", {"status": "settled"}, "Invoice NW-2026-00039 is settled"),
        ("formal_notice", {"pay_by": None}, "Invoice NW-2026-00039 was due on 29 October 2026."),
    ],
)
async def test_each_state_in_plain_words(
    browser: Any, full: Any, stage: str, changes: dict[str, Any], says: str
) -> None:
    case = full.answers["invoicing", READ].json() | {"stage": stage} | changes
    full.answer("invoicing", READ, case)
    page = await browser.get(CASE)
    assert says in page.text()
    current = [each for each in page.all("li") if each.get("aria-current") == "step"]
    assert len(current) == (0 if changes.get("status") == "settled" else 1)


async def test_a_plan_is_previewed_and_asked_for_once(browser: Any, full: Any) -> None:
    full.answer("invoicing", COMMAND, REQUESTED, status=201)
    page = await browser.get(CASE)
    (preview,) = [each for each in page.all("details") if "All of 3 instalments" in text_of(each)]
    lines = [text_of(each) for each in preview.iter("li")]
    assert [line.rpartition(" ")[2] for line in lines] == ["€333.33", "€333.33", "€333.34"]
    form = page.form(PLAN)
    where = await browser.send(PLAN, {**form, "instalments": "3"})
    assert where == CASE
    (call,) = [call for call in full.of("invoicing") if call.method == "POST"]
    assert call.body == {"instalments": 3}
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    assert "We have your request for a payment plan." in (await browser.get(CASE)).text()


async def test_a_plan_that_is_agreed_on_at_once_says_so(browser: Any, full: Any) -> None:
    full.answer("invoicing", COMMAND, REQUESTED | {"status": "running"}, status=201)
    form = (await browser.get(CASE)).form(PLAN)
    await browser.send(PLAN, {**form, "instalments": "2"})
    assert "Your payment plan begins." in (await browser.get(CASE)).text()


@pytest.mark.parametrize(
    ("code", "field", "status", "says"),
    [
        ("instalments_not_offered", "instalments", 422, "Choose one of the numbers of instalments offered."),
        ("payment_plan_not_offered", None, 409, "A payment plan is not offered here. Please contact us."),
        ("payment_plan_already_there", None, 409, "You have asked for a payment plan already."),
        ("case_settled", None, 409, "This case is closed."),
    ],
)
async def test_a_refusal_is_said(
    browser: Any, full: Any, code: str, field: str | None, status: int, says: str
) -> None:
    full.answer("invoicing", COMMAND, {"code": code, "detail": "No.", "field": field}, status=status)
    form = (await browser.get(CASE)).form(PLAN)
    page = await browser.post(PLAN, {**form, "instalments": "3"}, status=status)
    assert says in page.text()


@pytest.mark.parametrize("typed", ["", "three", "-1"])
async def test_nothing_chosen_is_not_sent(browser: Any, full: Any, typed: str) -> None:
    form = (await browser.get(CASE)).form(PLAN)
    page = await browser.post(PLAN, {**form, "instalments": typed}, status=422)
    assert "Choose one of the numbers of instalments offered." in page.text()
    assert [call for call in full.of("invoicing") if call.method == "POST"] == []


async def test_the_service_away_says_so(browser: Any, full: Any) -> None:
    form = (await browser.get(CASE)).form(PLAN)
    full.away.add("invoicing")
    page = await browser.post(PLAN, {**form, "instalments": "3"}, status=503)
    assert page.text_of("h1") == "Back in a moment"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ACCOUNTANT])
async def test_who_only_reads_sees_it_and_asks_for_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any, role: Role
) -> None:
    browser.client.cookies.set("foyer_session", await token_of(await add_member(role), request_id="req_2"))
    page = await browser.get(CASE)
    assert page.text_of("h1") == "Case NW-C-1001"
    assert PLAN not in {form.get("action") for form in page.all("form")}
    await browser.get("/collection-cases")
