"""A promotion code: what its form takes, what it foretells, what it sends, and how a discount is shown."""

from typing import Any

import pytest
from foyer_portal_bff.storage.rows import AuditRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.html import text_of
from sqlalchemy import select
from sqlmodel import col

CODE = "/subscriptions/sub_studio/promotion-code"
PREVIEW = f"{CODE}/preview"
READ = f"GET /customer{CODE}"
COMMAND = f"POST /customer{CODE}"


def euros(cents: int) -> dict[str, Any]:
    return {"amount": cents, "currency": "EUR"}


def commands_to(services: Any) -> list[Any]:
    return [call for call in services.of("subscriptions") if call.method != "GET"]


def row_of(page: Any, label: str) -> list[str]:
    """What stands beside a label in the details."""
    rows = [row for rows in page.all("dl") for row in rows]
    return [text_of(row[1]) for row in rows if text_of(row[0]) == label]


async def test_a_code_is_typed_looked_at_and_used(browser: Any, full: Any, database: Database) -> None:
    assert CODE in (await browser.get("/subscriptions/sub_studio")).links()
    form = (await browser.get(CODE)).form(PREVIEW)
    page = await browser.post(PREVIEW, {**form, "code": " welcome20 "}, status=200)
    assert full.of("subscriptions")[-1].query == {"code": "welcome20"}
    steps = [text_of(step) for step in page.all("ol")[0]]
    assert steps == [
        "Today You get 20 % off for 3 months (WELCOME20).",
        "3 March 2027 Your next payment is €232.00, instead of €290.00.",
    ]
    assert commands_to(full) == []
    confirm = page.form(CODE)
    full.answer("subscriptions", COMMAND, full.answers["subscriptions", READ[:-15]].json())
    assert await browser.send(CODE, confirm) == "/subscriptions/sub_studio"
    (call,) = commands_to(full)
    assert call.body == {"code": "welcome20"}
    assert call.headers["idempotency-key"] == confirm["idempotency_key"]
    page = await browser.get("/subscriptions/sub_studio")
    assert "The discount is yours. You see below how long it lasts." in page.text()
    async with database.session() as session:
        entries = await session.scalars(select(AuditRow).where(col(AuditRow.target) == "sub_studio"))
        assert [(entry.action, entry.outcome) for entry in entries] == [("use_promotion_code", "done")]


async def test_what_it_replaces_and_what_it_leaves_as_it_is(browser: Any, full: Any) -> None:
    seen = full.answers["subscriptions", READ].json()
    tenner = {
        **seen["discount"],
        "promotion_code": None,
        "percent_off": None,
        "amount_off": euros(1000),
        "duration": "once",
        "duration_in_months": None,
    }
    seen["replaces"] = tenner
    seen["next_charge_after"] = seen["next_charge_before"]
    full.answer("subscriptions", READ, seen)
    form = (await browser.get(CODE)).form(PREVIEW)
    page = await browser.post(PREVIEW, {**form, "code": "WELCOME20"}, status=200)
    assert [text_of(step) for step in page.all("ol")[0]] == [
        (
            "Today You get 20 % off for 3 months (WELCOME20). It takes the place of the discount that you "
            "have: €10.00 off the next payment."
        ),
        "3 March 2027 Your next payment stays €290.00.",
    ]
    full.answer("subscriptions", READ, {**seen, "next_charge_before": None, "next_charge_after": None})
    page = await browser.post(PREVIEW, {**form, "code": "WELCOME20"}, status=200)
    assert text_of(page.all("ol")[0][1]) == (
        "Later Nothing is charged for now. The discount waits for the next payment."
    )


@pytest.mark.parametrize("typed", ["", "   "])
async def test_an_empty_form_is_not_sent(browser: Any, full: Any, typed: str) -> None:
    form = (await browser.get(CODE)).form(PREVIEW)
    for path in (PREVIEW, CODE):
        page = await browser.post(path, {**form, "code": typed}, status=422)
        assert "Type the code." in page.text()
        wrong = [field.get("id") for field in page.all("input") if field.get("aria-invalid") == "true"]
        assert wrong == ["code"]
    assert [call for call in full.of("subscriptions") if "promotion-code" in call.path] == []


async def test_what_is_too_long_is_no_code(browser: Any, full: Any) -> None:
    form = (await browser.get(CODE)).form(PREVIEW)
    page = await browser.post(PREVIEW, {**form, "code": "A" * 101}, status=422)
    assert "We do not know this code. Please check it." in page.text()
    assert [call for call in full.of("subscriptions") if "promotion-code" in call.path] == []


@pytest.mark.parametrize(
    ("code", "field", "status", "says"),
    [
        ("promotion_code_unknown", "code", 422, "We do not know this code. Please check it."),
        ("promotion_code_expired", "code", 409, "This code has expired."),
        ("promotion_code_used_up", "code", 409, "This code has been used as often as it can be."),
        ("promotion_code_used_before", "code", 409, "You have used this code already."),
        ("promotion_code_not_for_product", "code", 422, "This code is for another product."),
        ("coupon_currency_differs", "code", 422, "This code is for another currency."),
        ("discount_already_applied", None, 409, "This subscription has this discount already."),
    ],
)
async def test_a_refusal_is_said_and_keeps_what_was_typed(
    browser: Any, full: Any, code: str, field: str | None, status: int, says: str
) -> None:
    refusal = {"code": code, "detail": "No.", "field": field}
    full.answer("subscriptions", READ, refusal, status=status)
    full.answer("subscriptions", COMMAND, refusal, status=status)
    form = (await browser.get(CODE)).form(PREVIEW)
    for path in (PREVIEW, CODE):
        page = await browser.post(path, {**form, "code": "<b>'20"}, status=status)
        assert says in page.text()
        assert page.form(PREVIEW)["code"] == "<b>'20"
        wrong = [element.get("id") for element in page.all("input") if element.get("aria-invalid") == "true"]
        assert wrong == (["code"] if field else [])


async def test_after_too_many_tries_one_waits(browser: Any, full: Any) -> None:
    refusal = {"code": "promotion_code_unknown", "detail": "No.", "field": "code"}
    full.answer("subscriptions", READ, refusal, status=422)
    form = (await browser.get(CODE)).form(PREVIEW)
    for guess in range(20):
        await browser.post(PREVIEW, {**form, "code": f"GUESS{guess}"}, status=422)
    asked = len(full.of("subscriptions"))
    for path in (PREVIEW, CODE):
        page = await browser.post(path, {**form, "code": "GUESS"}, status=429)
        assert "That was tried too often. Please wait some minutes." in page.text()
        assert page.form(PREVIEW)["code"] == "GUESS"
    assert [call for call in full.of("subscriptions")[asked:] if "promotion-code" in call.path] == []


@pytest.mark.parametrize(
    ("subscription", "says"),
    [
        ("sub_team", "Promotion codes cannot be used here. Please contact us."),
        ("sub_ending", "A cancellation is pending, so this is not possible."),
        ("sub_ended", "This subscription has ended already."),
    ],
)
async def test_where_codes_are_not_offered_the_page_says_why(
    browser: Any, full: Any, subscription: str, says: str
) -> None:
    path = f"/subscriptions/{subscription}"
    assert f"{path}/promotion-code" not in (await browser.get(path)).links()
    assert says in (await browser.get(f"{path}/promotion-code", status=409)).text()


async def test_the_discount_is_shown_with_the_next_charge(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_called")
    assert row_of(page, "Discount") == ["20 % off until 1 February 2027 (WELCOME20)"]
    cards = [text_of(card) for card in page.all("div") if card.get("class") == "card stat"]
    assert cards[0] == "Next charge €232.00 3 March 2027, with 20 % off"
    assert row_of(await browser.get("/subscriptions/sub_studio"), "Discount") == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"duration": "forever", "ends_at": None}, "20 % off (WELCOME20)"),
        ({"began_at": None, "ends_at": None, "duration_in_months": 1}, "20 % off for 1 month (WELCOME20)"),
        ({"percent_off": 12.5, "promotion_code": None}, "12.5 % off until 1 February 2027"),
        ({"duration": "once"}, "20 % off the current period (WELCOME20)"),
        ({"duration": "once", "began_at": None}, "20 % off the next payment (WELCOME20)"),
        (
            {"percent_off": None, "amount_off": euros(500), "applies_to": ["prod_1"]},
            "€5.00 off until 1 February 2027 (WELCOME20)",
        ),
    ],
)
async def test_each_kind_has_its_words(browser: Any, full: Any, changes: dict[str, Any], says: str) -> None:
    route = "GET /customer/subscriptions/sub_called"
    one = full.answers["subscriptions", route].json()
    one["discount"] |= changes
    full.answer("subscriptions", route, one)
    assert row_of(await browser.get("/subscriptions/sub_called"), "Discount") == [says]


async def test_of_several_products_those_are_named_that_cost_less(browser: Any, full: Any) -> None:
    route = "GET /customer/subscriptions/sub_called"
    one = full.answers["subscriptions", route].json()
    other = {**one["items"][0], "product_id": "prod_other", "product_name": "Extras"}
    one["items"].append(other)
    one["discount"] |= {"applies_to": ["prod_other"]}
    full.answer("subscriptions", route, one)
    assert row_of(await browser.get("/subscriptions/sub_called"), "Discount") == [
        "20 % off on Extras until 1 February 2027 (WELCOME20)"
    ]
