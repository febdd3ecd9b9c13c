"""Adding a payment method on a provider's page: it joins the wallet once, whoever hears of it first."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.provided import Failure, ProvidedMethod, Status
from foyer_payments.storage.rows import BusinessRow, PaymentSetupRow
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient
from sqlalchemy import update
from sqlmodel import col

Client = Callable[..., AsyncClient]
Stored = Callable[..., Awaitable[str]]
CarryOn = Callable[..., Awaitable[int]]
TakeNotice = Callable[..., Awaitable[int]]
Twin = Any
READ_AND_WRITE = ("payments:read", "payments:write")
GRACE = "cus_01jdgrace000e8000000000000"
BACK = {"return_path": "/payment-methods/added/{id}"}
IBAN = "DE89370400440532013000"
VISA = ProvidedMethod(
    token="tok_1", kind="card", last4="4242", brand="visa", expires_on=Expiry(2030, 8), holder="Ada Lovelace"
)
SEPA = ProvidedMethod(
    token="tok_2",
    kind="sepa_debit",
    last4="3000",
    holder="Ada Lovelace",
    iban=IBAN,
    mandate_reference="MND-1",
)


def finish(twin: Twin, setup_id: str, **changes: Any) -> None:
    """The customer is through with the page."""
    twin.setups[setup_id] = replace(twin.setups[setup_id], action_url=None, **changes)


async def test_a_card_is_added_on_the_provider_s_page(
    database: Database, by_customer: Client, account_id: str, twin: Twin
) -> None:
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        begun = await ada.post("/customer/payment-setups", json=BACK | {"kind": "card"})
        setup = begun.json()
        finish(twin, setup["id"], status=Status.SUCCEEDED, method=VISA)
        before = await ada.get(f"/customer/payment-setups/{setup['id']}")
        looked = await ada.post(f"/customer/payment-setups/{setup['id']}/look")
        again = await ada.post(f"/customer/payment-setups/{setup['id']}/look")
        [method] = (await ada.get("/customer/payment-methods")).json()["data"]

    back = f"https://northwind.test/payment-methods/added/{setup['id']}"
    assert begun.status_code == 201
    assert setup == {
        "id": setup["id"],
        "status": "requires_action",
        "action_url": f"https://twin.test/{setup['id']}?back={back}",
        "failure": None,
        "payment_method_id": None,
        "amends": None,
        "replaces": None,
    }
    assert before.json() == setup
    done = setup | {"status": "succeeded", "action_url": None, "payment_method_id": method["id"]}
    assert (looked.json(), again.json()) == (done, done)
    assert (method["label"], method["is_default"], method["holder"]) == ("Visa ···4242", True, "Ada Lovelace")
    assert method["expires_on"] == {"month": 8, "year": 2030}
    assert [each.type for each in await announced(database)] == ["payment_method.added"]


async def test_webhooks_and_the_customer_s_return_end_in_one_method(
    database: Database, by_customer: Client, carry_on: CarryOn, notice: TakeNotice, twin: Twin
) -> None:
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        setup = (await ada.post("/customer/payment-setups", json=BACK)).json()
        finish(twin, setup["id"], status=Status.SUCCEEDED, method=VISA)
        await notice("n1", "setup", "seti_1")
        await notice("n2", "setup", "seti_1")
        await asyncio.gather(carry_on(), carry_on(), ada.post(f"/customer/payment-setups/{setup['id']}/look"))
        listed = (await ada.get("/customer/payment-methods")).json()["data"]

    assert len(listed) == 1
    assert [each.type for each in await announced(database)] == ["payment_method.added"]


async def test_a_direct_debit_comes_with_its_mandate_and_no_iban_lies_open(
    database: Database, by_customer: Client, account_id: str, twin: Twin, stored: Stored
) -> None:
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        setup = (await ada.post("/customer/payment-setups", json=BACK | {"kind": "sepa_debit"})).json()
        finish(twin, setup["id"], status=Status.SUCCEEDED, method=SEPA)
        await ada.post(f"/customer/payment-setups/{setup['id']}/look")
        [mandate] = (await ada.get("/customer/mandates")).json()["data"]

    assert (mandate["reference"], mandate["status"]) == ("MND-1", "active")
    assert (mandate["iban_masked"], mandate["holder"]) == ("DE89 •••• 3000", "Ada Lovelace")
    assert [each.type for each in await announced(database)] == ["payment_method.added", "mandate.activated"]
    assert IBAN not in await stored()


@pytest.mark.parametrize(
    ("said", "status", "failure"),
    [
        (
            {"status": Status.FAILED, "failure": Failure("card_declined", "hard")},
            "failed",
            {"code": "card_declined", "severity": "hard"},
        ),
        ({"status": Status.CANCELED}, "canceled", None),
        (
            {"status": Status.SUCCEEDED, "method": replace(VISA, kind="barter")},
            "failed",
            {"code": "kind_not_supported", "severity": "hard"},
        ),
    ],
)
async def test_what_does_not_become_a_method(
    database: Database,
    by_customer: Client,
    account_id: str,
    twin: Twin,
    said: dict[str, Any],
    status: str,
    failure: dict[str, str] | None,
) -> None:
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        setup = (await ada.post("/customer/payment-setups", json=BACK)).json()
        finish(twin, setup["id"], **said)
        looked = (await ada.post(f"/customer/payment-setups/{setup['id']}/look")).json()

    assert (looked["status"], looked["failure"], looked["payment_method_id"]) == (status, failure, None)
    assert await announced(database) == []


async def test_a_provider_that_is_away_leaves_a_setup_that_is_gone_on_with(
    by_customer: Client, account_id: str, twin: Twin, carry_on: CarryOn
) -> None:
    twin.away = {"set_up"}
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        setup = (await ada.post("/customer/payment-setups", json=BACK)).json()
        twin.away = set()
        await carry_on(later=True)
        later = (await ada.get(f"/customer/payment-setups/{setup['id']}")).json()

    assert (setup["status"], setup["action_url"]) == ("created", None)
    assert later["status"] == "requires_action"
    assert len(twin.setups) == 1


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"return_path": "https://evil.test/"}, "return_path_malformed", "return_path"),
        ({"return_path": "//evil.test/"}, "return_path_malformed", "return_path"),
        ({"return_path": "/\\evil.test/"}, "return_path_malformed", "return_path"),
        ({"return_path": "/a\nb"}, "return_path_malformed", "return_path"),
        ({"return_path": "/" + "a" * 500}, "return_path_malformed", "return_path"),
        ({"return_path": ""}, "return_path_malformed", "return_path"),
        (BACK | {"kind": "barter"}, "unknown_method_kind", "kind"),
    ],
)
async def test_bad_input_is_refused(
    by_customer: Client,
    account_id: str,
    twin: Twin,
    stored: Stored,
    body: dict[str, str],
    code: str,
    field: str,
) -> None:
    before = await stored()

    async with by_customer(scopes=READ_AND_WRITE) as ada:
        refused = await ada.post("/customer/payment-setups", json=body)

    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, code, field)
    assert (await stored(), twin.calls) == (before, [])


async def test_a_business_without_a_provider_can_take_none(by_customer: Client, twin: Twin) -> None:
    async with by_customer(business_id=CONTOSO, scopes=READ_AND_WRITE) as customer:
        refused = await customer.post("/customer/payment-setups", json=BACK)

    assert (refused.status_code, refused.json()["code"]) == (409, "no_provider_account")


async def test_another_customer_s_setup_is_not_there(
    by_customer: Client, account_id: str, twin: Twin
) -> None:
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        setup = (await ada.post("/customer/payment-setups", json=BACK)).json()
    calls = [*twin.calls]
    async with by_customer(GRACE, scopes=READ_AND_WRITE) as grace:
        read = await grace.get(f"/customer/payment-setups/{setup['id']}")
        looked = await grace.post(f"/customer/payment-setups/{setup['id']}/look")

    assert (read.status_code, read.json()["code"]) == (404, "payment_setup_not_found")
    assert (looked.status_code, looked.json()["code"]) == (404, "payment_setup_not_found")
    assert twin.calls == calls


async def test_reading_is_not_adding(by_customer: Client, account_id: str, twin: Twin) -> None:
    async with by_customer(ADA) as reader:
        refused = await reader.post("/customer/payment-setups", json=BACK)

    assert (refused.status_code, twin.calls) == (403, [])


@pytest.mark.parametrize(
    ("country", "currency", "kind", "code"),
    [
        ("US", "EUR", "ideal", "kind_not_for_country"),
        ("NL", "GBP", "ideal", "kind_not_for_currency"),
        ("BR", "BRL", "boleto", "kind_not_kept"),
        ("NL", "EUR", "cheque", "unknown_method_kind"),
    ],
)
async def test_a_kind_that_cannot_be_added_is_refused(
    database: Database,
    by_customer: Client,
    account_id: str,
    stored: Stored,
    country: str,
    currency: str,
    kind: str,
    code: str,
) -> None:
    async with database.session() as session:
        of_northwind = update(BusinessRow).where(col(BusinessRow.id) == NORTHWIND)
        await session.execute(of_northwind.values(country=country, currency=currency))
    before = await stored()
    async with by_customer(scopes=("payments:write",)) as ada:
        refused = await ada.post(
            "/customer/payment-setups", json={"kind": kind, "return_path": "/payment-methods"}
        )

    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, code, "kind")
    assert await stored() == before


@pytest.mark.parametrize(
    ("status", "told"), [(Status.PROCESSING, ["payment_method.not_added"]), (Status.REQUIRES_ACTION, [])]
)
async def test_what_never_comes_to_an_end_ends_by_itself(
    database: Database,
    by_customer: Client,
    account_id: str,
    twin: Twin,
    carry_on: CarryOn,
    notice: TakeNotice,
    status: Status,
    told: list[str],
) -> None:
    async def begun(ago: timedelta) -> None:
        async with database.session() as session:
            await session.execute(update(PaymentSetupRow).values(begun_at=real_now() - ago))

    async with by_customer(scopes=READ_AND_WRITE) as ada:
        setup = (await ada.post("/customer/payment-setups", json=BACK | {"kind": "sepa_debit"})).json()
        path = f"/customer/payment-setups/{setup['id']}"
        finish(twin, setup["id"], status=status)
        await begun(timedelta(days=13))
        await carry_on(later=True)
        assert (await ada.get(path)).json()["status"] == status.value
        await begun(timedelta(days=14, minutes=1))
        for _ in range(2):
            await carry_on(later=True)
        lapsed = (await ada.get(path)).json()
        assert (lapsed["status"], lapsed["failure"]) == (
            "failed",
            {"code": "setup_lapsed", "severity": "hard"},
        )
        events = await announced(database)
        assert [each.type for each in events] == told
        assert [(each.customerid, each.data["kinds"]) for each in events] == [(ADA, ["sepa_debit"])] * len(
            told
        )

        finish(twin, setup["id"], status=Status.SUCCEEDED, method=SEPA)
        await notice("n1", "setup", "seti_1")
        await carry_on()
        assert (await ada.get(path)).json()["status"] == "succeeded"
