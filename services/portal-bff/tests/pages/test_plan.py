"""Another plan: what there is to choose, the quote that binds, and what is said when it is refused."""

from typing import Any

import pytest
from foyer_shared.testing.html import text_of

PLAN = "/subscriptions/sub_studio/plan"
QUOTE = f"{PLAN}/quote"
SEATS = "/subscriptions/sub_team/plan"
QUOTES = "POST /customer/subscriptions/sub_studio/quotes"
CHANGE = "POST /customer/subscriptions/sub_studio/change"
WAITING = {"id": "chg_plan", "kind": "plan", "effective_at": "2027-03-03T09:00:00Z", "resumes_at": None}
HALF = {
    "name": "Half",
    "percent_off": 50,
    "amount_off": None,
    "applies_to": [],
    "duration": "once",
    "duration_in_months": None,
    "began_at": None,
    "ends_at": None,
}
PLUS = {
    "name": "Studio Plus",
    "amount": {"amount": 49000, "currency": "EUR"},
    "interval": "year",
    "quantity": 1,
}


def studio(full: Any, **changes: Any) -> dict[str, Any]:
    """Ada's studio as the service answers it, with fields changed."""
    one: dict[str, Any] = full.answers["subscriptions", "GET /customer/subscriptions/sub_studio"].json()
    return one | changes


def posts(full: Any, path: str) -> list[Any]:
    """The commands that reached subscriptions at a path."""
    return [call for call in full.of("subscriptions") if (call.method, call.path) == ("POST", path)]


async def test_what_may_be_chosen_is_shown_with_its_price(browser: Any, full: Any) -> None:
    page = await browser.get(PLAN)
    labels = [text_of(label) for label in page.all("label")]
    assert labels == [
        "Studio €290.00 / year What you have now.",
        "Studio €29.00 / month All of the studio.",
        "Studio Plus €490.00 / year More room & O'Brien's help.",
        "Now",
        "When the paid period ends, 3 March 2027",
        "Promotion code (optional)",
    ]
    assert page.form(QUOTE)["price_id"] == "price_1"


async def test_seats_alone_are_a_number(browser: Any, full: Any) -> None:
    page = await browser.get(SEATS)
    assert page.text_of("h1") == "Change the number of seats"
    (seats,) = [field for field in page.all("input") if field.get("type") == "number"]
    assert (seats.get("value"), seats.get("min"), seats.get("max")) == ("5", "1", "50")
    assert not [field for field in page.all("input") if field.get("type") == "radio"]


@pytest.mark.parametrize("typed", ["0", "-3", "51", "five", "1e3", "5.5", "٣"])
async def test_a_wrong_number_is_said_and_kept_and_nothing_is_asked(
    browser: Any, full: Any, typed: str
) -> None:
    form = (await browser.get(SEATS)).form(f"{SEATS}/quote")
    page = await browser.post(f"{SEATS}/quote", {**form, "quantity": typed}, status=422)
    assert "From 1 to 50." in page.text()
    assert page.form(f"{SEATS}/quote")["quantity"] == typed
    assert posts(full, "/customer/subscriptions/sub_team/quotes") == []


async def test_the_quote_says_what_is_charged_and_when(browser: Any, full: Any) -> None:
    form = (await browser.get(PLAN)).form(QUOTE)
    page = await browser.post(QUOTE, {**form, "price_id": "price_3", "when": "now"}, status=200)
    (asked,) = posts(full, "/customer/subscriptions/sub_studio/quotes")
    assert asked.body == {"price_id": "price_3", "when": "now"}
    (taxed,) = [call for call in full.of("invoicing") if call.method == "POST"]
    assert (taxed.path, taxed.body["reference"]) == ("/customer/tax-quotes", "quote_1")
    assert taxed.body["subscription_id"] == "sub_studio"
    assert [(line["amount"], line["supply"], line["reference"]) for line in taxed.body["lines"]] == [
        (-8025, "services", "price_1"),
        (13559, "goods", "price_3"),
    ]
    frozen = ("unit_amount", "discount_amount", "product_id")
    assert [tuple(line[name] for name in frozen) for line in taxed.body["lines"]] == [
        (29000, 0, "prod_1"),
        (49000, 500, "prod_2"),
    ]
    assert page.text_of("h1") == "Change to Studio Plus"
    assert [text_of(step) for step in page.all("ol")[0]] == [
        (
            "Today You receive an invoice of €66.96."
            " It changes to Studio Plus once that is paid, within 24 hours."
        ),
        "3 March 2027 From then on €490.00 / year.",
    ]
    sums = [text_of(row) for row in page.all("tfoot")[0]]
    assert sums == ["Subtotal €55.34", "Tax €11.62", "Total €66.96"]
    assert "These amounts are binding until 15:15." in page.text()
    assert page.form(PLAN)["quote"] == "quote_1"


@pytest.mark.parametrize(
    ("discount", "charged", "says"),
    [
        (None, (49000, 0), "3 March 2027 From then on €490.00 / year."),
        (None, (24500, 0), "3 March 2027 From then on €490.00 / year. On this day it is €245.00."),
        (
            HALF,
            (24500, 24500),
            "3 March 2027 From then on €490.00 / year. On this day it is €245.00, with 50 % off.",
        ),
    ],
)
async def test_a_first_time_that_costs_something_else_is_said(
    browser: Any, full: Any, discount: dict[str, Any] | None, charged: tuple[int, int], says: str
) -> None:
    quote = full.answers["subscriptions", QUOTES].json()
    amount, off = ({"amount": cents, "currency": "EUR"} for cents in charged)
    quote["next"]["charge"] = {"at": quote["next"]["at"], "amount": amount, "discount": off}
    full.answer("subscriptions", QUOTES, quote | {"discount": discount}, status=201)
    page = await browser.post(QUOTE, (await browser.get(PLAN)).form(QUOTE), status=200)
    assert text_of(page.all("ol")[0][1]) == says


@pytest.mark.parametrize(
    ("waiting", "says"),
    [
        ([], "It is changed."),
        ([WAITING | {"plan": PLUS}], "The change is planned. Until then everything stays as it is."),
        (
            [WAITING | {"plan": PLUS | {"awaiting_payment": True}}],
            "It changes as soon as the invoice is paid.",
        ),
    ],
)
async def test_taking_the_quote_sends_one_command(
    browser: Any, full: Any, waiting: list[Any], says: str
) -> None:
    full.answer("subscriptions", CHANGE, studio(full, pending_changes=waiting))
    form = (await browser.post(QUOTE, (await browser.get(PLAN)).form(QUOTE), status=200)).form(PLAN)
    where = await browser.send(PLAN, form)
    (call,) = posts(full, "/customer/subscriptions/sub_studio/change")
    assert call.body == {"quote": "quote_1"}
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    assert says in (await browser.get(where)).text()


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        ("quote_expired", 409, "These amounts were binding for 15 minutes. You see below what it costs now."),
        ("quote_outdated", 409, "The subscription has changed. You see below what it costs now."),
    ],
)
async def test_a_quote_that_no_longer_binds_is_made_again(
    browser: Any, full: Any, code: str, status: int, says: str
) -> None:
    full.answer("subscriptions", CHANGE, {"code": code, "detail": "No."}, status=status)
    form = (await browser.post(QUOTE, (await browser.get(PLAN)).form(QUOTE), status=200)).form(PLAN)
    page = await browser.post(PLAN, form, status=status)
    assert says in page.text()
    assert page.form(PLAN)["idempotency_key"] != form["idempotency_key"]
    assert len(posts(full, "/customer/subscriptions/sub_studio/quotes")) == 2


async def test_a_second_click_on_a_used_quote_shows_the_subscription(browser: Any, full: Any) -> None:
    full.answer("subscriptions", CHANGE, {"code": "quote_already_used", "detail": "No."}, status=409)
    form = (await browser.post(QUOTE, (await browser.get(PLAN)).form(QUOTE), status=200)).form(PLAN)
    page = await browser.post(PLAN, form, status=409)
    assert "This change has been made already." in page.text()
    assert page.text_of("h1") == "Studio, yearly"


async def test_a_refused_choice_is_said_beside_it(browser: Any, full: Any) -> None:
    refusal = {"code": "same_plan", "detail": "No.", "field": "price_id"}
    full.answer("subscriptions", QUOTES, refusal, status=409)
    page = await browser.post(QUOTE, (await browser.get(PLAN)).form(QUOTE), status=409)
    assert "This is what you have now. Choose something else." in page.text()
    assert page.form(QUOTE)["price_id"] == "price_1"


async def test_what_waits_can_be_undone(browser: Any, full: Any) -> None:
    one = studio(full, pending_changes=[WAITING | {"plan": PLUS}], actions=["withdraw_plan_change"])
    full.answer("subscriptions", "GET /customer/subscriptions/sub_studio", one)
    page = await browser.get("/subscriptions/sub_studio")
    assert "It changes to Studio Plus (€490.00 / year) on 3 March 2027." in page.text()
    assert page.form("/subscriptions/sub_studio/pending-changes/chg_plan/undo")
    again = await browser.get(PLAN, status=409)
    assert "A change of plan waits already. Undo it first to choose another one." in again.text()


async def test_a_promotion_code_is_asked_with_it_where_codes_are_taken(browser: Any, full: Any) -> None:
    form = (await browser.get(PLAN)).form(QUOTE)
    assert form["code"] == ""
    quote = full.answers["subscriptions", QUOTES].json() | {"discount": HALF}
    full.answer("subscriptions", QUOTES, quote, status=201)
    page = await browser.post(QUOTE, {**form, "price_id": "price_3", "code": " half "}, status=200)
    (asked,) = posts(full, "/customer/subscriptions/sub_studio/quotes")
    assert asked.body == {"price_id": "price_3", "when": "now", "promotion_code": "half"}
    assert "You get 50 % off the next payment." in text_of(page.all("ol")[0][0])
    # What is shown anew after a quarter of an hour has the code still.
    assert page.form(PLAN)["code"] == "half"
    without = [action for action in studio(full)["actions"] if action != "use_promotion_code"]
    full.answer("subscriptions", "GET /customer/subscriptions/sub_studio", studio(full, actions=without))
    assert "code" not in (await browser.get(PLAN)).form(QUOTE)


async def test_a_code_that_is_refused_is_said_beside_it(browser: Any, full: Any) -> None:
    refusal = {"code": "promotion_code_expired", "detail": "No.", "field": "code"}
    full.answer("subscriptions", QUOTES, refusal, status=409)
    form = (await browser.get(PLAN)).form(QUOTE) | {"price_id": "price_3"}
    page = await browser.post(QUOTE, {**form, "code": "HALF"}, status=409)
    assert "This code has expired." in page.text()
    wrong = [field.get("id") for field in page.all("input") if field.get("aria-invalid") == "true"]
    assert (wrong, page.form(QUOTE)["code"]) == (["code"], "HALF")
    page = await browser.post(QUOTE, {**form, "code": "A" * 101}, status=422)
    assert "We do not know this code. Please check it." in page.text()
    for guess in range(19):
        await browser.post(QUOTE, {**form, "code": f"GUESS{guess}"}, status=409)
    asked = len(posts(full, "/customer/subscriptions/sub_studio/quotes"))
    page = await browser.post(QUOTE, {**form, "code": "GUESS"}, status=429)
    assert "That was tried too often. Please wait some minutes." in page.text()
    assert len(posts(full, "/customer/subscriptions/sub_studio/quotes")) == asked == 20
