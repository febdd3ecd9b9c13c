"""VAT ids are looked up by a job, and what the register says decides who accounts for the tax."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.tax import TaxCategory
from foyer_invoicing.domain.tax_id import TaxId
from foyer_invoicing.domain.verify_tax_ids import ASKED_AGAIN_AFTER, REFUSED_AGAIN_AFTER, VERIFIED_AGAIN_AFTER
from foyer_invoicing.gateways.sandbox_vat_register import SandboxVatRegister
from foyer_invoicing.gateways.vat_register import RegisterAway, Registration
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.rows import BusinessRow, CustomerRow, InvoiceRow
from foyer_invoicing.use_cases.anonymize_customer import anonymize_customer
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_invoicing.use_cases.verify_due_tax_ids import verify_due_tax_ids
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import select, update
from sqlmodel import col

ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

VALID, UNKNOWN, AWAY = "DE136695976", "DE999900008", "DE888800006"
TWIN = SandboxVatRegister()


def company(*vat_ids: str, **more: Any) -> dict[str, Any]:
    """A German company with these VAT ids."""
    ids = tuple(TaxId("eu_vat", vat_id) for vat_id in vat_ids)
    return {"country": "DE", "company": "Engines GmbH", "tax_ids": ids} | more


async def now_known(database: Database, customer: Customer) -> Customer:
    async with database.work(an_origin()) as work:
        return await Customers(work.session).get(work.scope, customer.id)


async def statuses(database: Database, customer: Customer) -> list[str | None]:
    known = await now_known(database, customer)
    return [one.verification.status if one.verification else None for one in known.tax_ids]


async def due_at(database: Database, customer: Customer) -> Any:
    query = select(col(CustomerRow.verify_at)).where(col(CustomerRow.id) == customer.id)
    async with database.session() as session:
        return await session.scalar(query)


async def let_it_be_due(database: Database) -> None:
    """As if the time had come."""
    async with database.session() as session:
        await session.execute(
            update(CustomerRow)
            .where(col(CustomerRow.verify_at).is_not(None))
            .values(verify_at=real_now() - timedelta(seconds=1))
        )


async def tax_of(database: Database, order: Order) -> tuple[int, str]:
    """What was charged, and why."""
    async with database.session() as session:
        row = await session.get(InvoiceRow, order.invoice_id)
        assert row is not None
        return row.tax, row.taxes[0]["category"]


async def test_what_the_register_says_is_kept_and_announced_once(
    database: Database, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer(**company(VALID))
    assert await statuses(database, ada) == [None]
    began = real_now()
    assert await verify_due_tax_ids(database, TWIN) == 1
    known = await now_known(database, ada)
    (kept,) = known.tax_ids
    assert kept.verification is not None
    assert (kept.verification.status, kept.verification.name) == ("verified", f"Company {VALID}")
    assert kept.verification.verified_at is not None
    assert began <= kept.verification.verified_at <= real_now()
    assert known.version == 2
    assert began + VERIFIED_AGAIN_AFTER <= await due_at(database, ada) <= real_now() + VERIFIED_AGAIN_AFTER
    (envelope,) = await announced(database)
    assert (envelope.type, envelope.subjectversion) == ("customer.updated", 2)
    assert VALID not in str(envelope.data)
    before = await stored()
    assert await verify_due_tax_ids(database, TWIN) == 0
    assert await stored() == before


async def test_who_has_no_vat_id_of_the_union_is_not_asked_about(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer(tax_ids=(TaxId("gb_vat", "GB980780684"),))
    assert await due_at(database, ada) is None
    assert await verify_due_tax_ids(database, TWIN) == 0
    assert await statuses(database, ada) == [None]


async def test_the_time_is_the_business_s(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer(**company(VALID))
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(clock_offset=86_400))
    began = real_now()
    await verify_due_tax_ids(database, TWIN)
    (kept,) = (await now_known(database, ada)).tax_ids
    assert kept.verification is not None
    assert kept.verification.verified_at is not None
    assert timedelta(days=1) <= kept.verification.verified_at - began < timedelta(days=1, hours=1)


async def test_a_register_that_is_away_is_asked_again_later(
    database: Database, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer(**company(AWAY))
    began = real_now()
    await verify_due_tax_ids(database, TWIN)
    assert await statuses(database, ada) == ["unavailable"]
    assert await due_at(database, ada) >= began + ASKED_AGAIN_AFTER
    assert await verify_due_tax_ids(database, TWIN) == 0
    await let_it_be_due(database)
    assert await verify_due_tax_ids(database, TWIN) == 1
    known = await now_known(database, ada)
    assert (known.version, len(await announced(database))) == (2, 1)

    class Back:
        async def find(self, vat_id: str) -> Registration | None:
            return Registration(None)

    await let_it_be_due(database)
    await verify_due_tax_ids(database, Back())
    assert await statuses(database, ada) == ["verified"]
    assert await due_at(database, ada) >= began + VERIFIED_AGAIN_AFTER


async def test_while_it_is_asked_nothing_is_locked_and_a_change_stays(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer(**company(VALID, UNKNOWN))

    class Slow:
        async def find(self, vat_id: str) -> Registration | None:
            if vat_id == VALID:
                assert await statuses(database, ada) == ["pending", "pending"]
                kept = (TaxId("eu_vat", UNKNOWN), TaxId("eu_vat", "IT99990000012"))
                async with database.work(an_origin()) as work:
                    await update_customer(work, ada.id, {"name": "Ada King", "tax_ids": kept})
            return await TWIN.find(vat_id)

    assert await verify_due_tax_ids(database, Slow()) == 1
    known = await now_known(database, ada)
    assert (known.name, [one.value for one in known.tax_ids]) == ("Ada King", [UNKNOWN, "IT99990000012"])
    assert await statuses(database, ada) == ["unverified", None]
    assert await verify_due_tax_ids(database, TWIN) == 1
    assert await statuses(database, ada) == ["unverified", "unverified"]


async def test_each_that_is_not_known_is_told_of_once_by_its_ends(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer(**company(UNKNOWN, VALID))
    await verify_due_tax_ids(database, TWIN)
    async with database.work(an_origin()) as work:
        ids = tuple(TaxId("eu_vat", each) for each in (UNKNOWN, VALID, "IT99990000012"))
        await update_customer(work, ada.id, {"tax_ids": ids})
    await verify_due_tax_ids(database, TWIN)
    told = [each for each in await announced(database) if each.type == "customer.tax_id_invalid"]
    assert [(each.data["customer_id"], each.data["label"]) for each in told] == [
        (ada.id, "DE ···0008"),
        (ada.id, "IT ···0012"),
    ]


async def test_one_that_breaks_holds_up_no_other(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer(**company(UNKNOWN))
    grace = await a_customer("grace@example.com", **company(VALID))

    class Broken:
        async def find(self, vat_id: str) -> Registration | None:
            if vat_id == UNKNOWN:
                raise RuntimeError
            return await TWIN.find(vat_id)

    assert await verify_due_tax_ids(database, Broken()) == 2
    assert await statuses(database, ada) == ["pending"]
    assert await statuses(database, grace) == ["verified"]


async def test_another_change_keeps_the_answer_and_the_same_ids_change_nothing(
    database: Database, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer(**company(VALID))
    await verify_due_tax_ids(database, TWIN)
    before = await stored()
    async with database.work(an_origin()) as work:
        await update_customer(work, ada.id, {"tax_ids": (TaxId("eu_vat", VALID),)})
        await update_customer(work, ada.id, {"vat_id": VALID})
    assert await stored() == before
    async with database.work(an_origin()) as work:
        await update_customer(work, ada.id, {"phone": "1", "tax_ids": (TaxId("eu_vat", VALID),)})
    assert await statuses(database, ada) == ["verified"]
    assert await verify_due_tax_ids(database, TWIN) == 0


async def test_after_a_while_it_is_asked_again_and_the_answer_before_counts_until_then(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer(**company(VALID))
    await verify_due_tax_ids(database, TWIN)
    (first,) = (await now_known(database, ada)).tax_ids
    assert first.verification
    assert first.verification.verified_at

    class Later:
        """Says the same of VALID, is away, and then does not know it any more."""

        says: Registration | RegisterAway | None = Registration(f"Company {VALID}")

        async def find(self, vat_id: str) -> Registration | None:
            if isinstance(self.says, RegisterAway):
                raise self.says
            return self.says

    register = Later()
    await let_it_be_due(database)
    assert await verify_due_tax_ids(database, register) == 1
    same = await now_known(database, ada)
    (second,) = same.tax_ids
    assert second.verification
    assert second.verification.verified_at
    assert second.verification.verified_at > first.verification.verified_at
    assert (same.version, len(await announced(database))) == (2, 1)

    register.says = RegisterAway("MS_UNAVAILABLE")
    await let_it_be_due(database)
    began = real_now()
    await verify_due_tax_ids(database, register)
    assert (await now_known(database, ada)).tax_ids == same.tax_ids
    assert began + ASKED_AGAIN_AFTER <= await due_at(database, ada) < began + REFUSED_AGAIN_AFTER

    register.says = None
    await let_it_be_due(database)
    await verify_due_tax_ids(database, register)
    assert await statuses(database, ada) == ["unverified"]
    assert (await now_known(database, ada)).version == 3
    *before, told = await announced(database)
    assert [each.type for each in before] == ["customer.updated", "customer.updated"]
    assert (told.type, told.data["label"]) == ("customer.tax_id_invalid", "DE ···5976")
    await let_it_be_due(database)
    await verify_due_tax_ids(database, register)
    assert len(await announced(database)) == 3
    assert began + REFUSED_AGAIN_AFTER <= await due_at(database, ada) < began + VERIFIED_AGAIN_AFTER

    async with database.work(an_origin()) as work:
        await update_customer(work, ada.id, {"tax_ids": ()})
    assert await due_at(database, ada) is None


async def test_only_what_has_no_answer_yet_is_asked_about_beside_what_has(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer(**company(VALID))
    await verify_due_tax_ids(database, TWIN)
    async with database.work(an_origin()) as work:
        ids = (TaxId("eu_vat", VALID), TaxId("eu_vat", UNKNOWN))
        changed = await update_customer(work, ada.id, {"tax_ids": ids}, looks_up=True)
    assert [one.verification.status for one in changed.tax_ids if one.verification] == [
        "verified",
        "pending",
    ]
    looked_up = []

    class Listening:
        async def find(self, vat_id: str) -> Registration | None:
            looked_up.append(vat_id)
            return await TWIN.find(vat_id)

    assert await verify_due_tax_ids(database, Listening()) == 1
    assert looked_up == [UNKNOWN]
    assert await statuses(database, ada) == ["verified", "unverified"]


async def test_taken_out_and_added_again_it_is_asked_about_anew(
    database: Database, a_customer: ACustomer
) -> None:
    ada = await a_customer(**company(UNKNOWN))
    await verify_due_tax_ids(database, TWIN)
    for tax_ids in ((), (TaxId("eu_vat", UNKNOWN),)):
        async with database.work(an_origin()) as work:
            await update_customer(work, ada.id, {"tax_ids": tax_ids})
    assert await statuses(database, ada) == [None]
    assert await verify_due_tax_ids(database, TWIN) == 1


async def test_anonymising_forgets_the_name_too(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer(**company(VALID))
    await verify_due_tax_ids(database, TWIN)
    async with database.work(an_origin()) as work:
        await anonymize_customer(work, ada.id)
    async with database.session() as session:
        row = await session.get(CustomerRow, ada.id)
        assert row is not None
        assert (row.tax_id_verifications, row.verify_at) == ({}, None)


@pytest.mark.parametrize(
    ("vat_id", "tax", "category"),
    [
        (VALID, 0, TaxCategory.REVERSE_CHARGE),
        (AWAY, 0, TaxCategory.REVERSE_CHARGE),
        (UNKNOWN, 380, TaxCategory.STANDARD),
    ],
)
async def test_only_a_no_takes_reverse_charge_away_and_from_new_invoices_alone(
    database: Database,
    a_customer: ACustomer,
    an_order: AnOrder,
    vat_id: str,
    tax: int,
    category: TaxCategory,
) -> None:
    ada = await a_customer(**company(vat_id))
    first = await an_order(ada)
    assert await tax_of(database, first) == (0, TaxCategory.REVERSE_CHARGE)
    await verify_due_tax_ids(database, TWIN)
    assert await tax_of(database, await an_order(ada)) == (tax, category)
    assert await tax_of(database, first) == (0, TaxCategory.REVERSE_CHARGE)


async def test_the_version_before_reads_tax_ids_as_ever(database: Database, a_customer: ACustomer) -> None:
    ada = await a_customer(**company(VALID))
    await verify_due_tax_ids(database, TWIN)
    async with database.session() as session:
        row = await session.get(CustomerRow, ada.id)
        assert row is not None
        assert row.tax_ids == [{"type": "eu_vat", "value": VALID}]
