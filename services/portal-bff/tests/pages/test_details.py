"""The customer's own details: what is there, the form, and what is wrong beside its input."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import AuditRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.html import HtmlPage, text_of
from sqlalchemy import select
from sqlmodel import col

PAGE = "/details"
FORM = "/details/edit"
COMMAND = "PATCH /customer/profile"
READ = "GET /customer/profile"


def details_of(page: HtmlPage) -> dict[str, str]:
    """The lines of labels and values."""
    return {
        text_of(row[0]): text_of(row[1])
        for row in page.all("div")
        if [part.tag for part in row] == ["dt", "dd"]
    }


def sent(services: Any) -> list[Any]:
    """The commands that reached invoicing."""
    return [call for call in services.of("invoicing") if call.method != "GET"]


async def test_the_page_shows_what_is_known(browser: Any, full: Any) -> None:
    page = await browser.get(PAGE)
    assert details_of(page) == {
        "Email address": "ada@example.com Change",
        "Name": "Ada O'Neill",
        "Company": "O'Neill & Söhne",
        "Phone": "+31 20 123 4567",
        "Language of mails and documents": "Nederlands",
        "European Union: VAT": "NL004495445B01",
        "Your reference": "PO'17",
        "Account manager": "Grace",
    }
    words = page.text()
    assert "'t Huis, Herengracht 1 1015 BA Amsterdam Netherlands" in words
    assert "Torstraße 1 10119 Berlin Germany" in words
    assert "1 O'Neill St, New York, NY 10001, United States" in words
    assert "1 March 2025 to 1 June 2026" in words
    assert "A slip" not in words
    assert FORM in page.links()


@pytest.mark.parametrize(
    ("status", "words", "dutch"),
    [
        (
            "pending",
            "(being looked up in the European Union's register)",
            "(wordt opgezocht in het register van de Europese Unie)",
        ),
        (
            "verified",
            "(valid by the European Union's register)",
            "(geldig volgens het register van de Europese Unie)",
        ),
        (
            "unverified",
            "(not known to the European Union's register: tax is charged)",
            "(niet bekend in het register van de Europese Unie: er wordt btw berekend)",
        ),
        (
            "unavailable",
            "(the European Union's register does not answer; it is asked again later)",
            "(het register van de Europese Unie antwoordt niet; het wordt later opnieuw gevraagd)",
        ),
    ],
)
async def test_a_tax_id_says_what_the_register_says_of_it(
    browser: Any, full: Any, status: str, words: str, dutch: str
) -> None:
    profile = full.answers["invoicing", READ].json()
    profile["tax_ids"][0]["verification"] = {"status": status, "verified_at": None, "name": None}
    full.answer("invoicing", READ, profile)
    assert details_of(await browser.get(PAGE))["European Union: VAT"] == f"NL004495445B01 {words}"
    in_dutch = details_of(await browser.get(PAGE, headers={"accept-language": "nl"}))
    assert in_dutch["Europese Unie: VAT"] == f"NL004495445B01 {dutch}"


async def test_the_register_s_answer_is_in_the_api_too(ada_client: Any, full: Any) -> None:
    answer = {"status": "verified", "verified_at": "2026-03-10T09:00:00Z", "name": "O'Neill & Söhne"}
    profile = full.answers["invoicing", READ].json()
    profile["tax_ids"][0]["verification"] = answer
    full.answer("invoicing", READ, profile)
    details = (await ada_client.get("/api/details")).json()
    assert details["tax_ids"] == [{"type": "eu_vat", "value": "NL004495445B01", "verification": answer}]


async def test_in_dutch_countries_have_their_dutch_names(browser: Any, full: Any) -> None:
    words = (await browser.get(PAGE, headers={"accept-language": "nl"})).text()
    assert "10119 Berlin Duitsland" in words
    assert "Europese Unie: VAT" in words


async def test_with_nothing_filled_in_the_page_says_so(browser: Any, empty: Any) -> None:
    page = await browser.get(PAGE)
    assert details_of(page)["Company"] == "Not filled in"
    words = page.text()
    for text in ("No billing address yet.", "The billing address.", "No tax id yet."):
        assert text in words
    assert "Addresses before" not in words


async def test_the_form_sends_everything_it_holds_once(browser: Any, full: Any) -> None:
    full.answer("invoicing", COMMAND, full.answers["invoicing", READ].json())
    form = (await browser.get(FORM)).form(FORM)
    changes = {
        "name": " Ada Lovelace ",
        "company": " ",
        "billing-line1": "1 O'Hare St",
        "billing-postal_code": "10001",
        "billing-city": "New York",
        "billing-region": "NY",
        "billing-country": "US",
        "shipping": "same",
        "tax-value-0": "",
        "tax-type-1": "us_ein",
        "tax-value-1": "91-1144442",
        "field-reference": "",
    }
    assert await browser.send(FORM, form | changes) == PAGE
    (call,) = sent(full)
    assert (call.method, call.path, call.headers["idempotency-key"]) == (
        "PATCH",
        "/customer/profile",
        form["idempotency_key"],
    )
    assert call.body == {
        "name": " Ada Lovelace ",
        "company": None,
        "phone": "+31 20 123 4567",
        "language": "nl",
        "billing_address": {
            "line1": "1 O'Hare St",
            "line2": "",
            "postal_code": "10001",
            "city": "New York",
            "region": "NY",
            "country": "US",
        },
        "shipping_address": None,
        "tax_ids": [{"type": "us_ein", "value": "91-1144442"}],
        "custom_fields": {"reference": None},
    }
    assert "Saved." in (await browser.get(PAGE)).text()


async def test_an_empty_form_takes_everything_away_that_may_be_empty(browser: Any, full: Any) -> None:
    full.answer("invoicing", COMMAND, full.answers["invoicing", READ].json())
    form = (await browser.get(FORM)).form(FORM)
    kept = {"csrf_token", "idempotency_key", "name", "language", "billing-country"}
    await browser.send(FORM, {name: value if name in kept else "" for name, value in form.items()})
    (call,) = sent(full)
    assert call.body | {"name": "", "language": ""} == {
        "name": "",
        "company": None,
        "phone": None,
        "language": "",
        "billing_address": None,
        "shipping_address": None,
        "tax_ids": [],
        "custom_fields": {"reference": None},
    }


@pytest.mark.parametrize(
    ("code", "errors", "beside"),
    [
        (
            "address_invalid",
            [
                {"field": "billing_address.postal_code", "code": "postal_code_malformed"},
                {"field": "billing_address.city", "code": "value_required"},
            ],
            {
                "billing-postal_code": "Postal code: this is not a postal code of this country.",
                "billing-city": "City: fill this in.",
            },
        ),
        (
            "address_invalid",
            [{"field": "shipping_address.country", "code": "unknown_country"}],
            {"shipping-country": "Country: choose a country."},
        ),
        (
            "tax_id_malformed",
            [{"field": "tax_ids.0.value", "code": "tax_id_malformed"}],
            {"tax-value-1": "Tax id 2: this is not a number of this type."},
        ),
        (
            "invalid",
            [{"field": "name", "detail": "No."}, {"field": "phone", "detail": "No."}],
            {"name": "Name: fill this in.", "phone": "Phone: use digits, blanks and + ( ) . / - only."},
        ),
        (
            "custom_field_invalid",
            [{"field": "custom_fields.reference", "code": "text_too_long"}],
            {"field-reference": "Your reference: use at most 10 characters."},
        ),
    ],
)
async def test_what_is_wrong_stands_beside_its_input_and_what_was_typed_stays(
    browser: Any, full: Any, code: str, errors: list[dict[str, str]], beside: dict[str, str]
) -> None:
    refusal = {"code": code, "detail": "No.", "field": errors[0]["field"], "errors": errors}
    full.answer("invoicing", COMMAND, refusal, status=422)
    form = (await browser.get(FORM)).form(FORM)
    typed = {
        "name": "",
        "billing-line1": "Ada's",
        "tax-value-0": "",
        "tax-type-1": "gb_vat",
        "tax-value-1": "1",
    }
    page = await browser.post(FORM, form | typed, status=422)
    assert {name: page.form(FORM)[name] for name in typed} == typed
    assert page.form(FORM)["idempotency_key"] != form["idempotency_key"]
    for name, text in beside.items():
        wrong = next(one for one in page.all("p") if one.get("id") == f"{name}-wrong")
        assert text_of(wrong) == text
        assert f"#{name}" in page.links()


async def test_a_tax_id_without_list_of_errors_is_named_too(browser: Any, full: Any) -> None:
    refusal = {"code": "tax_id_twice", "detail": "No.", "field": "tax_ids.1.value"}
    full.answer("invoicing", COMMAND, refusal, status=422)
    form = (await browser.get(FORM)).form(FORM)
    twice = {"tax-type-1": "eu_vat", "tax-value-1": "NL004495445B01"}
    page = await browser.post(FORM, form | twice, status=422)
    assert "Tax id 2: this number is there already." in page.text()


async def test_what_is_done_is_audited(browser: Any, full: Any, database: Database) -> None:
    full.answer("invoicing", COMMAND, full.answers["invoicing", READ].json())
    await browser.send(FORM, (await browser.get(FORM)).form(FORM))
    async with database.session() as session:
        (row,) = (
            await session.scalars(select(AuditRow).where(col(AuditRow.action) == "change_details"))
        ).all()
    assert (row.outcome, row.customer_id) == ("done", row.target)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ACCOUNTANT])
async def test_who_only_reads_sees_them_and_edits_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any, role: Role
) -> None:
    browser.client.cookies.set("foyer_session", await token_of(await add_member(role), request_id="req_2"))
    page = await browser.get(PAGE)
    assert details_of(page)["Name"] == "Ada O'Neill"
    assert not {FORM, "/details/email"} & set(page.links())
    await browser.get(FORM, status=403)
    form = {"csrf_token": page.form("/sign-out")["csrf_token"], "name": "Eve"}
    await browser.post(FORM, form, status=403)
    assert sent(full) == []


async def test_the_api_reads_and_changes_them(browser: Any, full: Any) -> None:
    profile = full.answers["invoicing", READ].json()
    full.answer("invoicing", COMMAND, profile)
    read = (await browser.client.get("/api/details")).json()
    assert (read["name"], read["billing_address"]) == (profile["name"], profile["billing_address"])
    addresses = (await browser.client.get("/api/details/addresses")).json()
    assert [one["kind"] for one in addresses["data"]] == ["billing", "billing", "shipping"]
    csrf = (await browser.get(PAGE)).form("/sign-out")["csrf_token"]
    headers = {"X-CSRF-Token": csrf, "Idempotency-Key": "k1"}
    body: dict[str, Any] = {"phone": None, "tax_ids": []}
    changed = await browser.client.patch("/api/details", json=body, headers=headers)
    assert (changed.status_code, changed.json()) == (200, read)
    (call,) = sent(full)
    assert (call.body, call.headers["idempotency-key"]) == (body, "k1")
    wrong = await browser.client.patch("/api/details", json={"email": "eve@example.com"}, headers=headers)
    assert wrong.status_code == 422
    assert len(sent(full)) == 1
