"""Adding cards: what is stored, what is told, and one default whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_payments.domain.errors import CardExpired, MandateNeeded, UnknownMethodKind
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.rows import PaymentMethodRow
from foyer_payments.use_cases.add_payment_method import add_payment_method
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

AddCard = Callable[..., Awaitable[PaymentMethod]]
Stored = Callable[[], Awaitable[str]]
GRACE = "cus_01jdgrace000e8000000000000"


async def test_the_first_card_is_the_default(database: Database, add_card: AddCard) -> None:
    card = await add_card()

    async with database.work(an_origin()) as work:
        assert await PaymentMethods(work.session).get_with_mandate(work.scope, card.id) == (card, None)
    assert card.is_default
    [event] = await announced(database)
    assert (event.type, event.subject, event.subjectversion) == ("payment_method.added", card.id, 1)
    assert (event.businessid, event.customerid, event.businesstime) == (NORTHWIND, ADA, NOW)
    assert event.data == {
        "payment_method": {
            "payment_method_id": card.id,
            "customer_id": ADA,
            "kind": "card",
            "label": "Visa ···4242",
            "is_default": True,
        }
    }


async def test_a_second_card_leaves_the_default(database: Database, add_card: AddCard) -> None:
    first = await add_card()
    second = await add_card(last4="4444")

    async with database.work(an_origin()) as work:
        assert await PaymentMethods(work.session).default_of(work.scope, ADA) == first
    assert not second.is_default
    assert [event.type for event in await announced(database)] == ["payment_method.added"] * 2


async def test_a_card_that_is_wanted_as_default_replaces_it(database: Database, add_card: AddCard) -> None:
    first = await add_card()
    second = await add_card(last4="4444", default=True)

    async with database.work(an_origin()) as work:
        methods = PaymentMethods(work.session)
        assert await methods.default_of(work.scope, ADA) == second
        before, _ = await methods.get_with_mandate(work.scope, first.id)
        assert (before.is_default, before.version) == (False, 2)
    told = (await announced(database))[1:]
    assert [(event.type, event.subject, event.data["payment_method"]["is_default"]) for event in told] == [
        ("payment_method.added", second.id, True),
        ("payment_method.default_changed", second.id, True),
    ]


async def test_each_customer_of_each_business_has_a_default(add_card: AddCard) -> None:
    assert (await add_card()).is_default
    assert (await add_card(customer_id=GRACE)).is_default
    assert (await add_card(origin=an_origin(business_id=CONTOSO))).is_default


async def test_many_at_once_leave_exactly_one_default(database: Database, add_card: AddCard) -> None:
    added = await asyncio.gather(*(add_card(last4=f"000{number}", default=True) for number in range(8)))

    async with database.work(an_origin()) as work:
        found = await PaymentMethods(work.session).list_default_first(Scope(NORTHWIND, ADA), limit=20)
    assert [method.is_default for method, _ in found] == [True] + [False] * 7
    assert {method.id for method, _ in found} == {method.id for method in added}
    changes = [event for event in await announced(database) if event.type == "payment_method.default_changed"]
    assert len(changes) == 7


async def test_the_database_refuses_a_second_default(database: Database, add_card: AddCard) -> None:
    await add_card()
    second = await add_card(last4="4444")

    with pytest.raises(IntegrityError, match="uq_payment_methods_default"):
        async with database.session() as session:
            await session.execute(
                update(PaymentMethodRow).where(col(PaymentMethodRow.id) == second.id).values(is_default=True)
            )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "cheque"}, UnknownMethodKind),
        ({"kind": "sepa_debit"}, MandateNeeded),
        ({"expires_on": Expiry(2026, 2)}, CardExpired),
    ],
)
async def test_what_is_refused_changes_nothing(
    database: Database, add_card: AddCard, stored: Stored, change: dict[str, Any], error: type[FoyerError]
) -> None:
    await add_card()
    before = await stored()
    card: dict[str, Any] = {
        "customer_id": ADA,
        "kind": "card",
        "brand": "visa",
        "last4": "4444",
        "expires_on": Expiry(2030, 1),
        "holder": "Ada Lovelace",
        "default": True,
    }

    with pytest.raises(error):
        async with database.work(an_origin()) as work:
            await add_payment_method(work, **card | change)

    assert await stored() == before
