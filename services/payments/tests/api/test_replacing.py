"""A customer replaces a payment method in one step."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Failure, ProvidedMethod, Status
from foyer_payments.storage.rows import PaymentMethodRow
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_payments.use_cases.set_default_method import set_default_method
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient
from sqlalchemy import update

Client = Callable[..., AsyncClient]
KeepMethod = Callable[..., Awaitable[PaymentMethod]]
Replace = Callable[..., Awaitable[dict[str, Any]]]
Tell = Callable[..., Awaitable[None]]
Stored = Callable[..., Awaitable[str]]
Twin = Any
GRACE = "cus_01jdgrace000e8000000000000"
READ_AND_WRITE = ("payments:read", "payments:write")
MASTERCARD = ProvidedMethod(token="tok_mc", kind="card", last4="4444", brand="mastercard")
AMEX = ProvidedMethod(token="tok_amex", kind="card", last4="0005", brand="amex")
BODY = {"return_path": "/payment-methods/added/{id}"}


@pytest.fixture
def replace_with(by_customer: Client, twin: Twin) -> Replace:
    """Ada adds another one in the place of a method; the provider says what came of it."""

    async def go(method_id: str, *, between: Any = None, **said: Any) -> dict[str, Any]:
        async with by_customer(scopes=READ_AND_WRITE) as ada:
            begun = await ada.post("/customer/payment-setups", json=BODY | {"replaces": method_id})
            setup = begun.json()["id"]
            if between is not None:
                await between()
            twin.setups[setup] = replace(twin.setups[setup], action_url=None, **said)
            looks = [await ada.post(f"/customer/payment-setups/{setup}/look") for _ in range(2)]
        assert looks[0].json() == looks[1].json()
        done: dict[str, Any] = looks[0].json()
        return done

    return go


async def there(by_customer: Client) -> dict[str, tuple[bool, list[str]]]:
    """Ada's methods by their labels: whether each is the default, and what it is chosen for."""
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        found = (await ada.get("/customer/payment-methods")).json()["data"]
    return {each["label"]: (each["is_default"], [one["id"] for one in each["chosen_for"]]) for each in found}


@pytest.mark.parametrize("expired", [False, True])
async def test_the_new_one_pays_wherever_the_old_one_paid(
    database: Database,
    by_customer: Client,
    keep_method: KeepMethod,
    tell_subscription: Tell,
    replace_with: Replace,
    *,
    expired: bool,
) -> None:
    visa = await keep_method()
    await keep_method(MASTERCARD)
    for one in ("sub_1", "sub_2"):
        await tell_subscription(one)
    async with database.work(an_origin()) as work:
        await set_default_method(work, visa.id, "sub_2")
    if expired:
        async with database.session() as session:
            await session.execute(update(PaymentMethodRow).values(exp_year=2025, exp_month=1))
    before = len(await announced(database))

    done = await replace_with(visa.id, status=Status.SUCCEEDED, method=AMEX)

    assert (done["status"], done["replaces"]) == ("succeeded", visa.id)
    assert await there(by_customer) == {
        "American Express ···0005": (True, ["sub_2"]),
        "Mastercard ···4444": (False, []),
    }
    told = [(each.type, each.subject) for each in (await announced(database))[before:]]
    new = done["payment_method_id"]
    assert told == [
        ("payment_method.added", new),
        ("payment_method.default_changed", new),
        ("payment_method.removed", visa.id),
    ]


async def test_the_only_one_that_a_subscription_needs_can_be_replaced(
    by_customer: Client, keep_method: KeepMethod, tell_subscription: Tell, replace_with: Replace
) -> None:
    visa = await keep_method()
    await tell_subscription()
    await replace_with(visa.id, status=Status.SUCCEEDED, method=AMEX)
    assert await there(by_customer) == {"American Express ···0005": (True, [])}


async def test_one_that_is_needed_is_replaced_by_what_can_do_less(
    by_customer: Client, keep_method: KeepMethod, tell_subscription: Tell, replace_with: Replace
) -> None:
    visa = await keep_method()
    await tell_subscription()
    expired = replace(AMEX, expires_on=Expiry(2026, 2))
    done = await replace_with(visa.id, status=Status.SUCCEEDED, method=expired)
    assert done["status"] == "succeeded"
    assert await there(by_customer) == {"American Express ···0005": (True, [])}


@pytest.mark.parametrize("said", [{"status": Status.FAILED, "failure": Failure("card_declined", "soft")}, {}])
async def test_when_nothing_comes_of_it_nothing_has_changed(
    database: Database,
    by_customer: Client,
    keep_method: KeepMethod,
    replace_with: Replace,
    said: dict[str, Any],
) -> None:
    visa = await keep_method()
    before = await announced(database)
    await replace_with(visa.id, **said)
    assert await there(by_customer) == {"Visa ···4242": (True, [])}
    assert await announced(database) == before


async def test_one_that_has_gone_meanwhile_leaves_its_place(
    database: Database, by_customer: Client, keep_method: KeepMethod, replace_with: Replace
) -> None:
    visa = await keep_method()
    await keep_method(MASTERCARD)

    async def remove() -> None:
        async with database.work(an_origin()) as work:
            await remove_payment_method(work, visa.id)

    done = await replace_with(visa.id, between=remove, status=Status.SUCCEEDED, method=AMEX)
    assert done["status"] == "succeeded"
    assert await there(by_customer) == {
        "American Express ···0005": (False, []),
        "Mastercard ···4444": (True, []),
    }


async def test_the_same_card_again_is_still_there(
    by_customer: Client, keep_method: KeepMethod, replace_with: Replace
) -> None:
    amex = await keep_method(AMEX)
    done = await replace_with(amex.id, status=Status.SUCCEEDED, method=AMEX)
    assert (done["status"], done["payment_method_id"]) == ("succeeded", amex.id)
    assert await there(by_customer) == {"American Express ···0005": (True, [])}


async def test_what_cannot_be_replaced_is_refused_and_changes_nothing(
    by_customer: Client, keep_method: KeepMethod, stored: Stored, twin: Twin
) -> None:
    visa = await keep_method()
    before = await stored()
    both = BODY | {"replaces": visa.id, "amends": visa.id}
    answers = []
    for changes, body in (
        ({}, BODY | {"replaces": "pm_none"}),
        ({"customer_id": GRACE}, BODY | {"replaces": visa.id}),
        ({"business_id": CONTOSO}, BODY | {"replaces": visa.id}),
        ({}, both),
    ):
        async with by_customer(scopes=READ_AND_WRITE, **changes) as client:
            answers.append(await client.post("/customer/payment-setups", json=body))
    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (404, "payment_method_not_found"),
        (404, "payment_method_not_found"),
        (404, "payment_method_not_found"),
        (422, "amended_and_replaced"),
    ]
    assert (await stored(), twin.calls) == (before, [])
