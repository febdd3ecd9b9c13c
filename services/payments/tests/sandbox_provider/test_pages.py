"""The provider's hosted pages: what they show, what they refuse to take, and where they lead."""

import asyncio
import re
from typing import Any

import html5lib
import pytest
from foyer_payments.domain.provided import Charged, Failure, Status
from foyer_payments.gateways.provider import ChargeOrder, SetupOrder
from foyer_payments.gateways.sandbox import SandboxProvider
from foyer_sandbox_provider.api.words import DUTCH, ENGLISH, KINDS
from foyer_sandbox_provider.storage.rows import MethodRow, WebhookRow
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA
from httpx import AsyncClient, Response
from sqlalchemy import select

BACK = "https://northwind.test/payments/pay_1"
CARD = {"number": "4242424242424242", "expiry": "08/30", "cvc": "123", "holder": "Ada Lovelace"}
REAL_CARD = "4111111111111111"


async def begin(
    sandbox: SandboxProvider, *, kinds: tuple[str, ...] = tuple(KINDS), language: str = "en"
) -> Charged:
    """A payment of 47.19 euro that waits for its customer."""
    return await sandbox.charge(
        ChargeOrder(
            key="pay_1",
            customer_id=ADA,
            amount=Money(4719, "EUR"),
            description="Northwind <NW-2026-0042>",
            token=None,
            on_session=True,
            kinds=kinds,
            return_url=BACK,
            language=language,
        )
    )


async def page(browser: AsyncClient, url: str | None, **params: str) -> str:
    """A page that is valid HTML; its text with tags."""
    response = await browser.get(str(url), params=params)
    assert response.status_code == 200
    return checked(response)


def checked(response: Response) -> str:
    """Valid, strict, in nobody's store, and with a label for each field."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(response.text)
    assert [f"{place}: {error}" for place, error, _ in parser.errors] == []
    described = {
        name
        for element in root.iter()
        for name in (element.get("aria-describedby") or "").split() + (element.get("for") or "").split()
    }
    assert described - {element.get("id") for element in root.iter()} == set()
    assert not re.search(r"<script|style=|<style|\son[a-z]+=", response.text)
    assert response.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; form-action 'self' https://northwind.test; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers
    return response.text


async def test_a_customer_chooses_among_what_is_offered(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    charge = await begin(sandbox, kinds=("card", "ideal"))

    text = await page(browser, charge.action_url)

    assert re.findall(r'href="\?kind=([a-z_]+)"', text) == ["card", "ideal"]
    assert "<h1>Pay €47.19</h1>" in text
    assert "Northwind &lt;NW-2026-0042&gt;" in text
    assert await page(browser, charge.action_url, kind="sepa_debit") == text


@pytest.mark.parametrize("language", ["en", "nl", "nl-BE", "fr"])
async def test_every_kind_has_a_page_in_the_reader_s_language(
    sandbox: SandboxProvider, browser: AsyncClient, language: str
) -> None:
    charge = await begin(sandbox, language=language)
    say = DUTCH if language.startswith("nl") else ENGLISH

    for kind, names in KINDS.items():
        text = await page(browser, charge.action_url, kind=kind)
        assert f"<h2>{names[say is DUTCH]}</h2>" in text
        assert say["sandbox"] in text
        assert f'<html lang="{"nl" if say is DUTCH else "en"}">' in text


@pytest.mark.parametrize(
    ("kind", "typed", "wrong"),
    [
        ("card", {}, {"number", "expiry", "cvc", "holder"}),
        ("card", CARD | {"number": REAL_CARD}, {"number"}),
        ("card", CARD | {"number": "4242"}, {"number"}),
        ("card", CARD | {"expiry": "13/30"}, {"expiry"}),
        ("card", CARD | {"expiry": "01/20"}, {"expired"}),
        ("card", CARD | {"cvc": "12"}, {"cvc"}),
        ("card", CARD | {"holder": "A" * 71}, {"holder"}),
        ("card", CARD | {"holder": "Ada\nLovelace"}, {"holder"}),
        ("sepa_debit", {}, {"iban", "holder", "agreed"}),
        ("sepa_debit", {"iban": "NL20INGB0001234567", "holder": "Ada", "agreed": "yes"}, {"iban"}),
        ("sepa_debit", {"iban": "DE89370400440532013000", "holder": "Ada"}, {"agreed"}),
        ("ideal", {}, {"bank"}),
        ("ideal", {"bank": "Gringotts"}, {"bank"}),
    ],
)
async def test_what_is_mistyped_is_said_beside_its_field_and_decides_nothing(
    sandbox: SandboxProvider, browser: AsyncClient, kind: str, typed: dict[str, str], wrong: set[str]
) -> None:
    charge = await begin(sandbox)

    answer = await browser.post(str(charge.action_url), data={"kind": kind, "act": "pay", **typed})

    assert answer.status_code == 422
    text = checked(answer)
    words = {word for word in ENGLISH if word.startswith("wrong_") and ENGLISH[word] in text}
    assert words == {f"wrong_{word}" for word in wrong}
    assert not re.search(r'value="[0-9]{4}', text)  # A number is typed anew.
    assert await sandbox.read_charge(charge.id) == charge


async def test_a_form_keeps_what_is_no_number(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    charge = await begin(sandbox)
    typed = CARD | {"number": "4242", "holder": 'Ada "the Countess"'}

    text = (await browser.post(str(charge.action_url), data={"kind": "card", "act": "pay", **typed})).text

    assert 'value="08/30"' in text
    assert "Ada &#34;the Countess&#34;" in text


async def test_refusing_fails_it_and_closing_leaves_it_open(
    sandbox: SandboxProvider, browser: AsyncClient
) -> None:
    charge = await begin(sandbox)

    closed = await browser.post(str(charge.action_url), data={"act": "close"})
    assert (closed.status_code, closed.headers["location"]) == (303, BACK)
    assert await sandbox.read_charge(charge.id) == charge

    refused = await browser.post(str(charge.action_url), data={"kind": "card", "act": "refuse"})
    assert (refused.status_code, refused.headers["location"]) == (303, BACK)
    read = await sandbox.read_charge(charge.id)
    assert (read.status, read.failure) == (Status.FAILED, Failure("declined_by_customer", "soft"))


async def test_once_it_is_decided_the_page_leads_back(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    """Also with the browser's back button."""
    charge = await begin(sandbox)
    await browser.post(str(charge.action_url), data={"kind": "card", "act": "pay", **CARD})

    again = await browser.get(str(charge.action_url))
    refused = await browser.post(str(charge.action_url), data={"act": "refuse"})

    assert [(each.status_code, each.headers["location"]) for each in (again, refused)] == [(303, BACK)] * 2
    assert (await sandbox.read_charge(charge.id)).status is Status.SUCCEEDED


async def test_a_double_click_pays_once(
    sandbox: SandboxProvider, browser: AsyncClient, database: Database
) -> None:
    charge = await begin(sandbox)
    form = {"kind": "card", "act": "pay", **CARD}

    answers = await asyncio.gather(*(browser.post(str(charge.action_url), data=form) for _ in range(5)))

    assert {answer.headers["location"] for answer in answers} == {BACK}
    async with database.session() as session:
        told = await session.scalars(select(WebhookRow))
        methods = await session.scalars(select(MethodRow))
        assert [len(rows.all()) for rows in (told, methods)] == [1, 1]


async def test_the_bank_asks_without_saying_more(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    charge = await begin(sandbox, language="nl")
    form = {"kind": "card", "act": "pay", **CARD, "number": "4000002500003155"}
    await browser.post(str(charge.action_url), data=form)

    text = await page(browser, charge.action_url)

    assert f"<h1>{DUTCH['challenge_title']}</h1>" in text
    assert re.findall(r'value="([a-z]+)"', text) == ["confirm", "refuse", "close"]


async def test_a_setup_shows_the_holder_that_is_known(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    order = SetupOrder(
        key="pms_1",
        customer_id=ADA,
        kinds=("sepa_debit",),
        currency="EUR",
        country="NL",
        email=None,
        holder="Ada Lovelace",
        language="en",
        return_url=BACK,
    )

    text = await page(browser, (await sandbox.set_up(order)).action_url)

    assert 'value="Ada Lovelace"' in text
    assert ENGLISH["mandate"] in text
    assert "<h1>Add a payment method</h1>" in text


@pytest.mark.parametrize("path", ["pay/sbch_nobody", "set-up/sbset_nobody", "other/sbch_nobody"])
async def test_a_page_that_is_not_there(browser: AsyncClient, path: str) -> None:
    for answer in (await browser.get(f"/sandbox/{path}"), await browser.post(f"/sandbox/{path}")):
        assert answer.status_code == 404
        assert ENGLISH["not_found_title"] in answer.text
    dutch = await browser.get(f"/sandbox/{path}", headers={"accept-language": "nl-NL,nl;q=0.9"})
    assert DUTCH["not_found_title"] in dutch.text


async def test_a_setup_s_address_opens_no_charge(sandbox: SandboxProvider, browser: AsyncClient) -> None:
    charge = await begin(sandbox)

    assert (await browser.get(f"/sandbox/set-up/{charge.id}")).status_code == 404


async def test_the_stylesheet_is_the_provider_s_own(browser: AsyncClient) -> None:
    look = await browser.get("/sandbox/look.css")

    assert (look.status_code, look.headers["content-type"]) == (200, "text/css; charset=utf-8")


@pytest.mark.parametrize("authorization", ["", "Basic x", "Bearer ", "Bearer sandbox_sk_nobody"])
async def test_the_api_asks_for_a_key(browser: AsyncClient, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}

    answers: list[Any] = [
        await browser.request(method, f"/sandbox/api/v1{path}", headers=headers)
        for method, path in (
            ("GET", "/balance"),
            ("GET", "/charges/sbch_1"),
            ("POST", "/settle"),
            ("DELETE", "/methods/sbpm_1"),
        )
    ]

    assert [answer.status_code for answer in answers] == [401] * 4
