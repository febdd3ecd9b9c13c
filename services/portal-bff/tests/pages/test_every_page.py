"""Every page, in both languages, with much to show, with nothing, and with services away."""

from typing import Any

import pytest

PRIVATE = (
    "/",
    "/subscriptions",
    "/subscriptions/sub_studio",
    "/subscriptions/sub_team",
    "/subscriptions/sub_magazine",
    "/subscriptions/sub_planned",
    "/subscriptions/sub_pastdue",
    "/subscriptions/sub_suspended",
    "/subscriptions/sub_pending",
    "/subscriptions/sub_ended",
    "/subscriptions/sub_ending",
    "/subscriptions/sub_completed",
    "/subscriptions/sub_called",
    "/subscriptions/sub_studio/pause",
    "/subscriptions/sub_studio/cancel",
    "/subscriptions/sub_studio/plan",
    "/subscriptions/sub_team/plan",
    "/subscriptions/sub_studio/custom-fields",
    "/subscriptions/sub_team/cancel",
    "/subscriptions/sub_studio/promotion-code",
    "/subscriptions/sub_ended/resubscribe",
    "/subscriptions/sub_magazine/resume",
    "/invoices",
    "/invoices?status=overdue",
    "/invoices?text=lamp&issued_from=2026-01-01",
    "/credit-notes",
    "/credit-notes/cn_1",
    "/credit-notes/cn_2",
    "/balance",
    "/invoices/inv_12",
    "/invoices/inv_12/refund",
    "/invoices/inv_39",
    "/collection-cases",
    "/collection-cases/case_1",
    "/collection-cases/case_2",
    "/orders",
    "/orders/ord_1007",
    "/payment-methods",
    "/payment-methods/add",
    "/payment-methods/pm_2/default",
    "/payment-methods/pm_2/iban",
    "/payment-methods/pm_1/remove",
    "/payment-methods/pm_2/remove",
    "/payment-methods/added/pms_1",
    "/payment-methods/added/pms_2",
    "/payment-methods/added/pms_3",
    "/pay",
    "/pay?invoice=inv_39",
    "/payments/pay_1",
    "/payments/pay_2",
    "/payments/pay_3",
    "/payments/pay_4",
    "/payments/pay_5",
    "/support",
    "/support/new",
    "/support/new?about=inv_12",
    "/support/new?about=ord_1007",
    "/support/tkt_7",
    "/notifications",
    "/notifications?delivery=sent&about=invoices",
    "/notifications/msg_1",
    "/notifications/msg_2",
    "/contact-persons",
    "/contact-persons/add",
    "/contact-persons/ctp_1",
    "/contact-persons/ctp_1/remove",
    "/history",
    "/declarations",
    "/settings",
    "/settings/security",
    "/settings/password",
    "/settings/security/passkeys/add",
    "/details",
    "/details/edit",
    "/details/email",
    "/details/close",
    "/subscriptions/sub_magazine/resume-date",
)
LISTS = (
    "/",
    "/subscriptions",
    "/invoices",
    "/invoices?status=paid",
    "/invoices?text=lamp",
    "/credit-notes",
    "/balance",
    "/collection-cases",
    "/orders",
    "/payment-methods",
    "/pay",
    "/support",
    "/notifications",
    "/notifications?delivery=not_sent",
    "/contact-persons",
    "/history",
    "/declarations",
    "/settings",
    "/details",
    "/details/edit",
)
PUBLIC = (
    "/sign-in",
    "/sign-in?next=/invoices",
    "/sign-in/link?token=abc",
    "/sign-in/password",
    "/sign-in/password/forgotten",
    "/sign-in/password/reset?token=abc",
    "/register",
    "/register/link?token=abc",
    "/email-change?token=abc",
    "/contact-persons/answer?token=abc",
    "/unsubscribe?token=abc",
    "/cancel",
    "/withdraw",
    "/i/gAAAA",
    "/dev/mail",
    "/dev/mail/msg_1",
    "/dev/mail/msg_3",
)

CLOSED_WORDS = frozenset(
    {
        "billing_scheme",
        "category",
        "collection",
        "collection_standing",
        "default_when",
        "delivery",
        "due",
        "duration",
        "hold_reason",
        "interval",
        "kind",
        "level",
        "method",
        "mode",
        "next",
        "occasion",
        "opened_by",
        "reason",
        "severity",
        "stage",
        "state",
        "status",
        "supply",
        "tax_behavior",
        "tax_category",
        "type",
        "when",
    }
)
"""Fields of the services' answers that hold one word of a list, which may get more."""


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_pages_with_much_to_show(browser: Any, full: Any, language: str) -> None:
    for path in PRIVATE:
        page = await browser.get(path, headers={"accept-language": language})
        assert page.all("html")[0].get("lang") == language


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        (
            "en",
            [
                "Change to Studio Plus",
                "Use a promotion code for Studio, yearly",
                "Before you go",
                "Cancel Domains",
            ],
        ),
        (
            "nl",
            [
                "Wijzigen in Studio Plus",
                "Kortingscode gebruiken voor Studio, yearly",
                "Voordat u gaat",
                "Domains opzeggen",
            ],
        ),
    ],
)
async def test_pages_that_a_form_is_answered_with(
    browser: Any, full: Any, language: str, titles: list[str]
) -> None:
    studio, pending = "/subscriptions/sub_studio", "/subscriptions/sub_pending"
    browser.client.headers["accept-language"] = language
    plan = (await browser.get(f"{studio}/plan")).form(f"{studio}/plan/quote")
    code = (await browser.get(f"{studio}/promotion-code")).form(f"{studio}/promotion-code/preview")
    reason = (await browser.get(f"{pending}/cancel")).form(f"{pending}/cancel/reason")
    other_ways = await browser.post(f"{pending}/cancel/reason", reason, status=200)
    pages = [
        await browser.post(f"{studio}/plan/quote", plan, status=200),
        await browser.post(f"{studio}/promotion-code/preview", code | {"code": "WELCOME20"}, status=200),
        other_ways,
        await browser.post(
            f"{pending}/cancel/confirm", other_ways.form(f"{pending}/cancel/offer"), status=200
        ),
    ]
    assert {page.all("html")[0].get("lang") for page in pages} == {language}
    assert [page.text_of("h1") for page in pages] == titles


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_pages_with_nothing_to_show(browser: Any, empty: Any, language: str) -> None:
    for path in LISTS:
        await browser.get(path, headers={"accept-language": language})


def with_new_words(document: Any, keys: frozenset[str]) -> Any:
    """The same answer with a word that nobody here knows yet under each of these keys."""
    if isinstance(document, list):
        return [with_new_words(each, keys) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        key: "brand_new" if key in keys and isinstance(value, str) else with_new_words(value, keys)
        for key, value in document.items()
    }


@pytest.mark.parametrize("keys", [CLOSED_WORDS, CLOSED_WORDS - {"status", "state"}], ids=["all", "kinds"])
async def test_pages_with_words_that_services_learned_since(
    browser: Any, full: Any, keys: frozenset[str]
) -> None:
    """As while a newer version of a service answers a portal that has not been renewed yet."""
    for (service, route), answer in list(full.answers.items()):
        full.answer(service, route, with_new_words(answer.json(), keys))
    for path in PRIVATE:
        assert (await browser.client.get(path)).status_code < 500, path
    page = await browser.get("/invoices/inv_12")
    assert "Tax 21 % on €" in page.text()


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_pages_without_sign_in(visitor_browser: Any, full: Any, language: str) -> None:
    for path in PUBLIC:
        page = await visitor_browser.get(path, headers={"accept-language": language})
        assert page.all("html")[0].get("lang") == language


async def test_no_answer_allows_what_is_unsafe(browser: Any, full: Any) -> None:
    for path in (*PRIVATE, *PUBLIC, "/dev/mail.json", "/dev/mail/msg_1/html", "/brand.css", "/nowhere"):
        response = await browser.client.get(path)
        assert "unsafe" not in response.headers["content-security-policy"], path


async def test_a_visitor_is_led_to_sign_in_and_back(visitor_browser: Any, full: Any) -> None:
    for path in PRIVATE:
        response = await visitor_browser.client.get(path)
        assert response.status_code == 303
        assert response.headers["location"].startswith("/sign-in")
    response = await visitor_browser.client.get("/invoices")
    assert response.headers["location"] == "/sign-in?next=/invoices"


async def test_pages_of_a_service_that_is_away_say_so(browser: Any, full: Any) -> None:
    full.away.update({"subscriptions", "invoicing", "payments", "support", "notifications"})
    for path in ("/subscriptions", "/subscriptions/sub_studio", "/invoices", "/payment-methods", "/support"):
        page = await browser.get(path, status=503)
        assert page.text_of("h1") == "Back in a moment"
    assert (await browser.get("/settings")).text_of("h1") == "Settings"
