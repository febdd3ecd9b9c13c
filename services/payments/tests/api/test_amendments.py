"""A customer gives another account for what is collected by direct debit."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import ProvidedMethod, Status
from foyer_payments.storage.rows import MandateRow
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_payments.use_cases.set_default_method import set_default_method
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient
from sqlalchemy import select, update
from sqlmodel import col

Client = Callable[..., AsyncClient]
KeepMethod = Callable[..., Awaitable[PaymentMethod]]
Stored = Callable[..., Awaitable[str]]
Twin = Any
READ_AND_WRITE = ("payments:read", "payments:write")
SEPA = ProvidedMethod(
    token="tok_sepa",
    kind="sepa_debit",
    last4="3000",
    holder="Ada Lovelace",
    iban="DE89370400440532013000",
    mandate_reference="MND-1",
)
IBAN = "NL91ABNA0417164300"
AMENDED = replace(SEPA, token="tok_new", last4="4300", iban=IBAN, holder="A. Lovelace")
ANOTHER = replace(AMENDED, mandate_reference="MND-2")


@pytest.fixture
def change(by_customer: Client, twin: Twin) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Ada types another account on the provider's page, which says then what came of it."""

    async def go(method_id: str, provided: ProvidedMethod, *, between: Any = None) -> dict[str, Any]:
        body = {"return_path": "/payment-methods/added/{id}", "amends": method_id}
        async with by_customer(scopes=READ_AND_WRITE) as ada:
            setup = (await ada.post("/customer/payment-setups", json=body)).json()
            if between is not None:
                await between()
            begun = twin.setups[setup["id"]]
            twin.setups[setup["id"]] = replace(
                begun, status=Status.SUCCEEDED, action_url=None, method=provided
            )
            looks = [await ada.post(f"/customer/payment-setups/{setup['id']}/look") for _ in range(2)]
        assert looks[0].json() == looks[1].json()
        done: dict[str, Any] = looks[0].json()
        return done

    return go


async def ours(by_customer: Client, path: str) -> list[dict[str, Any]]:
    """What Ada sees."""
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        found: list[dict[str, Any]] = (await ada.get(f"/customer/{path}")).json()["data"]
    return found


async def test_the_mandate_goes_on_where_the_provider_can_do_that(
    database: Database,
    by_customer: Client,
    keep_method: KeepMethod,
    change: Callable[..., Awaitable[dict[str, Any]]],
    stored: Stored,
    seal: Seal,
    twin: Twin,
) -> None:
    method = await keep_method(SEPA)
    before = len(await announced(database))
    done = await change(method.id, AMENDED)

    assert (done["status"], done["payment_method_id"], done["amends"]) == ("succeeded", method.id, method.id)
    [shown] = await ours(by_customer, "payment-methods")
    assert (shown["id"], shown["label"], shown["last4"], shown["is_default"]) == (
        method.id,
        "SEPA ···4300",
        "4300",
        True,
    )
    mandate = shown["mandate"]
    assert (mandate["reference"], mandate["status"]) == ("MND-1", "active")
    assert (mandate["iban_masked"], mandate["holder"]) == ("NL91 •••• 4300", "A. Lovelace")
    [amendment] = mandate["amendments"]
    assert amendment.pop("at") >= "2026-03-10T09:30:00Z"
    assert amendment == {
        "iban_before": "DE89 •••• 3000",
        "iban_after": "NL91 •••• 4300",
        "text_version": "sdd-core-2025-1.0",
    }
    updated, amended = (await announced(database))[before:]
    assert (updated.type, amended.type) == ("payment_method.updated", "mandate.amended")
    assert (amended.data["before"], amended.data["after"]) == (method.label, shown["label"])
    assert (amended.data["mandate"]["reference"], amended.subjectversion) == ("MND-1", 2)
    assert IBAN not in await stored()
    async with database.session() as session:
        [sealed] = await session.scalars(select(col(MandateRow.iban_sealed)))
    assert seal.open(sealed) == IBAN
    assert twin.forgotten == []


async def test_what_was_announced_is_collected_from_the_new_account(
    keep_method: KeepMethod,
    change: Callable[..., Awaitable[dict[str, Any]]],
    tell: Callable[..., Awaitable[None]],
    carry_on: Callable[..., Awaitable[int]],
    pass_days: Callable[[int], Awaitable[None]],
    invoice: Callable[..., InvoiceData],
    database: Database,
    twin: Twin,
) -> None:
    method = await keep_method(SEPA)
    amount = Amount(amount=1000, currency="EUR")
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=amount))
    await carry_on()
    await change(method.id, AMENDED)
    await pass_days(14)
    await carry_on()

    assert [order.token for order in twin.orders] == ["tok_new"]
    assert [each.type for each in await announced(database)].count("payment.scheduled") == 1


async def test_else_a_new_mandate_takes_its_place_in_one_step(
    database: Database,
    by_customer: Client,
    keep_method: KeepMethod,
    change: Callable[..., Awaitable[dict[str, Any]]],
    carry_on: Callable[..., Awaitable[int]],
    tell_subscription: Callable[..., Awaitable[None]],
    twin: Twin,
) -> None:
    await tell_subscription()
    await tell_subscription("sub_2", name="Domains")
    method = await keep_method(SEPA)
    async with database.work(an_origin()) as work:
        await set_default_method(work, method.id, "sub_2")
    done = await change(method.id, ANOTHER)

    assert (done["status"], done["amends"]) == ("succeeded", method.id)
    [shown] = await ours(by_customer, "payment-methods")
    assert (shown["id"], shown["is_default"]) == (done["payment_method_id"], True)
    assert shown["id"] != method.id
    assert [each["id"] for each in shown["chosen_for"]] == ["sub_2"]
    assert {each["reference"]: each["status"] for each in await ours(by_customer, "mandates")} == {
        "MND-1": "revoked",
        "MND-2": "active",
    }
    await carry_on(later=True)
    assert twin.forgotten == ["tok_sepa"]


@pytest.mark.parametrize("gone", ["removed", "failed"])
async def test_what_is_over_meanwhile_goes_on_by_another_mandate(
    database: Database,
    by_customer: Client,
    keep_method: KeepMethod,
    change: Callable[..., Awaitable[dict[str, Any]]],
    gone: str,
) -> None:
    method = await keep_method(SEPA)

    async def between() -> None:
        async with database.work(an_origin()) as work:
            if gone == "removed":
                await remove_payment_method(work, method.id)
            else:
                await work.session.execute(update(MandateRow).values(status=MandateStatus.FAILED))

    done = await change(method.id, AMENDED, between=between)

    [shown] = await ours(by_customer, "payment-methods")
    assert (shown["id"], shown["is_default"], shown["status"]) == (done["payment_method_id"], True, "active")
    new, old = await ours(by_customer, "mandates")
    assert (old["reference"], new["status"]) == ("MND-1", "active")
    assert new["reference"].startswith("NW")


@pytest.mark.parametrize(
    ("which", "status", "code"),
    [
        ("a card", 409, "no_mandate_to_amend"),
        ("one that is over", 409, "mandate_over"),
        ("another's", 404, "payment_method_not_found"),
        ("another business's", 404, "payment_method_not_found"),
        ("nobody's", 404, "payment_method_not_found"),
    ],
)
async def test_what_cannot_be_changed(
    database: Database,
    by_customer: Client,
    keep_method: KeepMethod,
    stored: Stored,
    which: str,
    status: int,
    code: str,
) -> None:
    method_id = "pm_nobody"
    if which == "a card":
        method_id = (await keep_method()).id
    elif which != "nobody's":
        method_id = (await keep_method(SEPA, customer_id="cus_other" if which == "another's" else ADA)).id
    if which == "one that is over":
        async with database.session() as session:
            await session.execute(update(MandateRow).values(status=MandateStatus.LAPSED))
    before = await stored()
    body = {"return_path": "/payment-methods", "amends": method_id}
    business = {"business_id": CONTOSO} if which == "another business's" else {}
    async with by_customer(scopes=READ_AND_WRITE, **business) as customer:
        refused = await customer.post("/customer/payment-setups", json=body)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert await stored() == before
