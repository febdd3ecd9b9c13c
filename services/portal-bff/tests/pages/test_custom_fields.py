"""Custom fields on a subscription's page, and the form that edits them."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_shared.testing.html import HtmlPage, text_of

PAGE = "/subscriptions/sub_studio"
FORM = f"{PAGE}/custom-fields"
READ = "GET /customer/subscriptions/sub_studio"
COMMAND = "PATCH /customer/subscriptions/sub_studio/custom-fields"
SHOWN = {
    "Reference on invoices": "O'Brien & Söhne",
    "Desks": "1,250.5",
    "Delivery": "24 December 2026",
    "Newsletter": "No",
    "Colour": "Red",
    "Website": "https://ada.example",
    "Note at the door": "Not filled in",
    "Studio room": "North",
}
STORED = {
    "field-reference": "O'Brien & Söhne",
    "field-seats": "1250.5",
    "field-delivery": "2026-12-24",
    "field-newsletter": "false",
    "field-colour": "Red",
    "field-site": "https://ada.example",
    "field-note": "",
}


def details_of(page: HtmlPage) -> dict[str, str]:
    """The lines of labels and values."""
    return {
        text_of(row[0]): text_of(row[1])
        for row in page.all("div")
        if [part.tag for part in row] == ["dt", "dd"]
    }


async def test_the_page_shows_what_is_written_and_what_can_be(browser: Any, full: Any) -> None:
    page = await browser.get(PAGE)
    details = details_of(page)
    assert {label: details.get(label) for label in SHOWN} == SHOWN
    assert "Locker" not in details
    assert FORM in page.links()
    assert "https://ada.example" in page.links()


async def test_numbers_and_days_are_written_as_the_language_does(browser: Any, full: Any) -> None:
    details = details_of(await browser.get(PAGE, headers={"accept-language": "nl"}))
    assert (details["Desks"], details["Delivery"], details["Newsletter"]) == (
        "1.250,5",
        "24 december 2026",
        "Nee",
    )


async def test_what_has_ended_is_shown_and_not_edited(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_ended")
    assert details_of(page)["Reference on invoices"] == "PO 17"
    assert "/subscriptions/sub_ended/custom-fields" not in page.links()
    page = await browser.get("/subscriptions/sub_ended/custom-fields", status=409)
    assert "This subscription has ended already." in page.text()
    page = await browser.get("/subscriptions/sub_magazine/custom-fields", status=409)
    assert "This is not changed here. Please contact us." in page.text()


async def test_the_form_holds_what_is_stored(browser: Any, full: Any) -> None:
    page = await browser.get(FORM)
    form = page.form(FORM)
    assert {name: value for name, value in form.items() if name.startswith("field-")} == STORED
    assert [option.get("value") for option in page.all("option")] == ["", "Blue", "Green", "Red"]
    reference = next(field for field in page.all("input") if field.get("id") == "field-reference")
    assert reference.get("maxlength") == "40"
    labels = {text_of(label) for label in page.all("label")}
    assert {"Desks", "Reference on invoices (you may leave it empty)"} <= labels


@pytest.mark.parametrize(
    ("language", "typed", "sent"),
    [
        ("en", "1,250.75", 1250.75),
        ("nl", "1.250,75", 1250.75),
        ("en", " 0 ", 0),
        ("en", "-3", -3),
        ("en", "many", "many"),
        ("en", "nan", "nan"),
        ("en", "1e999999999", "1e999999999"),
        ("en", "", None),
    ],
)
async def test_what_is_typed_is_sent_as_values_once(
    browser: Any, full: Any, language: str, typed: str, sent: float | str | None
) -> None:
    full.answer("subscriptions", COMMAND, full.answers["subscriptions", READ].json())
    form = (await browser.get(FORM, headers={"accept-language": language})).form(FORM)
    browser.client.headers["accept-language"] = language
    changes = {"field-seats": typed, "field-newsletter": "true", "field-colour": "Blue", "field-site": " "}
    assert await browser.send(FORM, {**form, **changes, "field-room": "South"}) == PAGE
    (call,) = [call for call in full.of("subscriptions") if call.method == "PATCH"]
    assert call.body == {
        "custom_fields": {
            "reference": "O'Brien & Söhne",
            "seats": sent,
            "delivery": "2026-12-24",
            "newsletter": True,
            "colour": "Blue",
            "site": None,
            "note": None,
        }
    }
    assert type(call.body["custom_fields"]["seats"]) is type(sent)
    assert call.headers["idempotency-key"] == form["idempotency_key"]


async def test_after_saving_the_page_says_so(browser: Any, full: Any) -> None:
    full.answer("subscriptions", COMMAND, full.answers["subscriptions", READ].json())
    form = (await browser.get(FORM)).form(FORM)
    assert "Saved." in (await browser.get(await browser.send(FORM, form))).text()


async def test_what_is_wrong_stands_beside_each_field_and_what_was_typed_stays(
    browser: Any, full: Any
) -> None:
    wrong = {
        "seats": ("not_a_number", "Desks: enter a number, such as 12.5."),
        "reference": ("text_too_long", "Reference on invoices: use at most 40 characters."),
        "newsletter": ("value_required", "Newsletter: fill this in."),
        "colour": ("not_an_option", "Colour: choose one of the options."),
        "site": ("not_an_address", "Website: enter a web address that begins with https://."),
        "delivery": ("a_new_code", "Delivery: this is not right."),
    }
    errors = [
        {"field": f"custom_fields.{key}", "code": code, "detail": "No."} for key, (code, _) in wrong.items()
    ]
    refusal = {"code": "custom_field_invalid", "detail": "No.", "field": errors[0]["field"], "errors": errors}
    full.answer("subscriptions", COMMAND, refusal, status=422)
    form = (await browser.get(FORM)).form(FORM)
    typed = {"field-seats": "many", "field-site": "ada", "field-note": "Ring twice"}
    page = await browser.post(FORM, {**form, **typed}, status=422)
    assert {name: page.form(FORM)[name] for name in typed} == typed
    texts = [text for _, text in wrong.values()]
    assert [text_of(item) for item in page.all("li") if text_of(item) in texts] == texts
    for key, (_, text) in wrong.items():
        beside = next(one for one in page.all("p") if one.get("id") == f"field-{key}-wrong")
        assert text_of(beside) == text
        assert f"#field-{key}" in page.links()
    assert page.form(FORM)["idempotency_key"] != form["idempotency_key"]


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        ("custom_field_unknown", 422, "What is asked has changed in the meantime."),
        ("custom_field_not_editable", 403, "This is not changed here. Please contact us."),
    ],
)
async def test_another_refusal_is_said_above_the_form(
    browser: Any, full: Any, code: str, status: int, says: str
) -> None:
    refusal = {"code": code, "detail": "No.", "field": "custom_fields.reference"}
    full.answer("subscriptions", COMMAND, refusal, status=status)
    form = (await browser.get(FORM)).form(FORM)
    page = await browser.post(FORM, {**form, "field-note": "Ring twice"}, status=status)
    assert says in page.text()
    assert page.form(FORM)["field-note"] == "Ring twice"


async def test_a_member_sees_them_and_edits_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any
) -> None:
    token = await token_of(await add_member(Role.MEMBER), request_id="req_2")
    browser.client.cookies.set("foyer_session", token)
    page = await browser.get(PAGE)
    assert details_of(page)["Studio room"] == "North"
    assert FORM not in page.links()
    await browser.get(FORM, status=403)
    form = {"csrf_token": page.form("/sign-out")["csrf_token"], "field-reference": "x"}
    await browser.post(FORM, form, status=403)
    assert [call for call in full.of("subscriptions") if call.method != "GET"] == []
