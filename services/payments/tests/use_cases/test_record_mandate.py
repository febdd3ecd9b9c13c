"""Recording mandates: active at once, with a method, and the IBAN nowhere in sight."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_payments.domain.errors import (
    BusinessNotKnownYet,
    HolderMalformed,
    IbanMalformed,
    IbanOutsideSepa,
    NoCreditorIdentifier,
    SignedInFuture,
)
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.rows import MandateRow
from foyer_payments.use_cases.record_mandate import record_mandate
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import select
from sqlmodel import col

AddCard = Callable[..., Awaitable[PaymentMethod]]
Stored = Callable[[], Awaitable[str]]
IBAN = "NL91ABNA0417164300"
ACCOUNT = "0417164300"


async def test_it_is_active_with_its_method(database: Database, seal: Seal) -> None:
    signed_at = NOW - timedelta(days=30)
    async with database.work(an_origin()) as work:
        mandate = await record_mandate(
            work, seal, customer_id=ADA, iban=IBAN, holder="A. Lovelace", signed_at=signed_at
        )

    async with database.work(an_origin(customer_id=ADA)) as work:
        assert await Mandates(work.session).get(work.scope, mandate.id) == mandate
        method, its_mandate = await PaymentMethods(work.session).get_with_mandate(
            work.scope, mandate.payment_method_id
        )
    assert its_mandate == mandate
    assert (mandate.status, mandate.signed_at, mandate.recorded_at) == ("active", signed_at, NOW)
    assert (mandate.creditor_identifier, mandate.iban_masked) == ("NL98ZZZ12345678901", "NL91 •••• 4300")
    assert mandate.reference.startswith("NW-")
    assert (method.kind.name, method.label, method.is_default) == ("sepa_debit", "SEPA ···4300", True)


async def test_it_tells_of_the_method_and_the_mandate(database: Database, seal: Seal) -> None:
    async with database.work(an_origin()) as work:
        mandate = await record_mandate(work, seal, customer_id=ADA, iban=IBAN, holder="A. Lovelace")

    added, activated = await announced(database)
    assert (added.type, added.subject) == ("payment_method.added", mandate.payment_method_id)
    assert added.data["payment_method"]["label"] == "SEPA ···4300"
    assert (activated.type, activated.subject, activated.subjectversion) == (
        "mandate.activated",
        mandate.id,
        1,
    )
    assert activated.customerid == ADA
    assert activated.data == {
        "mandate": {
            "mandate_id": mandate.id,
            "payment_method_id": mandate.payment_method_id,
            "customer_id": ADA,
            "reference": mandate.reference,
        }
    }


async def test_it_is_signed_now_unless_told(database: Database, seal: Seal) -> None:
    async with database.work(an_origin()) as work:
        mandate = await record_mandate(work, seal, customer_id=ADA, iban=IBAN, holder="A. Lovelace")

    assert mandate.signed_at == NOW


async def test_the_default_stays_with_the_card(database: Database, seal: Seal, add_card: AddCard) -> None:
    card = await add_card()
    async with database.work(an_origin()) as work:
        await record_mandate(work, seal, customer_id=ADA, iban=IBAN, holder="A. Lovelace")
        assert await PaymentMethods(work.session).default_of(work.scope, ADA) == card


async def test_the_iban_lies_sealed_and_nowhere_else(database: Database, seal: Seal, stored: Stored) -> None:
    async with database.work(an_origin()) as work:
        await record_mandate(work, seal, customer_id=ADA, iban="NL91 ABNA 0417 1643 00", holder="A. Lovelace")

    async with database.session() as session:
        assert seal.open((await session.scalars(select(col(MandateRow.iban_sealed)))).one()) == IBAN
    everything = await stored()
    assert "NL91 •••• 4300" in everything
    assert ACCOUNT not in everything
    events = "".join(event.model_dump_json() for event in await announced(database))
    assert ACCOUNT not in events


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"iban": "NL91ABNA0417164301"}, IbanMalformed),
        ({"iban": "BR1500000000000010932840814P2"}, IbanOutsideSepa),
        ({"holder": ""}, HolderMalformed),
        ({"signed_at": NOW + timedelta(seconds=1)}, SignedInFuture),
    ],
)
async def test_what_is_refused_changes_nothing(
    database: Database, seal: Seal, stored: Stored, change: dict[str, Any], error: type[FoyerError]
) -> None:
    before = await stored()

    with pytest.raises(error):
        async with database.work(an_origin()) as work:
            await record_mandate(
                work, seal, **{"customer_id": ADA, "iban": IBAN, "holder": "A. Lovelace"} | change
            )

    assert await stored() == before


@pytest.mark.parametrize(
    ("business_id", "error"), [(CONTOSO, NoCreditorIdentifier), ("biz_new", BusinessNotKnownYet)]
)
async def test_the_business_must_be_able_to_collect(
    database: Database, seal: Seal, stored: Stored, business_id: str, error: type[FoyerError]
) -> None:
    before = await stored()

    with pytest.raises(error):
        async with database.work(an_origin(business_id=business_id)) as work:
            await record_mandate(work, seal, customer_id=ADA, iban=IBAN, holder="A. Lovelace")

    assert await stored() == before
