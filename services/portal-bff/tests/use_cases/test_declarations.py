"""What is declared is recorded first, once, and stays; what becomes of it is kept beside it."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_portal_bff.domain.declaration import (
    Declaration,
    DeclarationKeyReused,
    DeclarationNotFound,
    Outcome,
    Shown,
    State,
    Words,
)
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.declarations import Declarations
from foyer_portal_bff.storage.rows import DeclarationRow
from foyer_portal_bff.use_cases.confirm_arrivals import confirm_arrivals
from foyer_portal_bff.use_cases.read_declaration import read_declaration
from foyer_portal_bff.use_cases.record_declaration import record_declaration
from foyer_portal_bff.use_cases.settle_declaration import settle_declaration
from foyer_portal_bff.use_cases.take_back_declaration import take_back_declaration
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import func, select

WORDS = Words(subscription_id="sub_1", reason="unused", message="L'été, <b>…</b>\nBye.")
SHOWN = Shown(subscription_name="Studio", mode="request", ends_at=NOW + timedelta(days=30))
ENDS = datetime(2026, 4, 9, tzinfo=UTC)


async def record(
    database: Database, key: str = "a click", words: Words = WORDS, *, now: datetime = NOW, **whose: Any
) -> Declaration:
    """Ada declares something."""
    async with database.work(an_origin(**{"customer_id": ADA, "now": now, **whose})) as work:
        return await record_declaration(
            work, words, SHOWN, declared_by_name="Ada", number_prefix="NW", idempotency_key=key
        )


async def outcome_of(database: Database, declaration: Declaration) -> Outcome:
    """What has become of it."""
    async with database.session() as session:
        found = await Declarations(session).get(an_origin(customer_id=ADA).scope, declaration.id)
    assert (found.content, found.content_hash) == (declaration.content, declaration.content_hash)
    return found.outcome


async def count(database: Database) -> int:
    """How many are kept."""
    async with database.session() as session:
        return await session.scalar(select(func.count()).select_from(DeclarationRow)) or 0


async def test_all_of_it_is_in_the_text_that_is_hashed_and_told(database: Database) -> None:
    declaration = await record(database)
    assert json.loads(declaration.content) == {
        "declaration": declaration.id,
        "number": "NW-D-1001",
        "kind": "cancellation",
        "business": NORTHWIND,
        "customer": ADA,
        "declared_by": str(an_origin(customer_id=ADA).actor),
        "declared_by_name": "Ada",
        "subscription": "sub_1",
        "subscription_name": "Studio",
        "when": None,
        "reason": "unused",
        "message": WORDS.message,
        "shown_mode": "request",
        "shown_end": "2026-04-09T09:30:00Z",
        "received_at": "2026-03-10T09:30:00Z",
    }
    assert declaration.content_hash == hashlib.sha256(declaration.content.encode()).hexdigest()
    (event,) = await announced(database)
    assert (event.type, event.subject, event.customerid) == ("declaration.recorded", declaration.id, ADA)
    assert {name: event.data[name] for name in ("number", "kind", "subscription_id", "message")} == {
        "number": "NW-D-1001",
        "kind": "cancellation",
        "subscription_id": "sub_1",
        "message": WORDS.message,
    }
    assert (event.data["received_at"], event.data["content_hash"]) == (
        "2026-03-10T09:30:00Z",
        declaration.content_hash,
    )


async def test_a_second_click_gets_what_the_first_recorded(database: Database) -> None:
    first, *others = await asyncio.gather(*(record(database) for _ in range(4)))
    assert others == [first] * 3
    assert (await count(database), len(await announced(database))) == (1, 1)


async def test_a_key_stands_for_one_declaration(database: Database) -> None:
    await record(database)
    with pytest.raises(DeclarationKeyReused):
        await record(database, words=Words(subscription_id="sub_1", message="Else."))
    with pytest.raises(DeclarationKeyReused):
        await record(database, words=Words(subscription_id="sub_2"))
    assert (await count(database), len(await announced(database))) == (1, 1)


async def test_one_waits_for_each_subscription(database: Database) -> None:
    first = await record(database)
    assert await record(database, "another form", Words(subscription_id="sub_1")) == first
    other = await record(database, "a third form", Words(subscription_id="sub_2"))
    assert other.number == "NW-D-1002"
    async with database.work(an_origin()) as work:
        await settle_declaration(work, first.id, Outcome(state=State.REFUSED, refusal="wrong_state"))
    assert (await record(database, "a fourth form", Words(subscription_id="sub_1"))).number == "NW-D-1003"
    assert await count(database) == 3


async def test_numbers_and_declarations_are_each_business_s_own(
    database: Database, ada_signed_in: SignedIn
) -> None:
    await record(database)
    another = await record(database, business_id=CONTOSO, customer_id="cus_z")
    other = await record(database, customer_id="cus_other")
    assert (another.number, other.number) == ("NW-D-1001", "NW-D-1002")
    for declaration in (another, other):
        with pytest.raises(DeclarationNotFound):
            await read_declaration(database, ada_signed_in, declaration.id)


async def test_what_was_decided_first_stays_and_taking_back_comes_beside_it(database: Database) -> None:
    declaration = await record(database)
    accepted = Outcome(state=State.ACCEPTED, effective_at=ENDS, change_id="chg_1")
    async with database.work(an_origin()) as work:
        await settle_declaration(work, declaration.id, accepted)
        await settle_declaration(work, declaration.id, Outcome(state=State.REFUSED, refusal="late"))
        await settle_declaration(work, None, Outcome(state=State.REFUSED, refusal="of nobody"))
    assert await outcome_of(database, declaration) == accepted
    for days in (1, 2):
        async with database.work(an_origin(now=NOW + timedelta(days=days))) as work:
            await take_back_declaration(work, declaration.id)
            await take_back_declaration(work, None)
    taken_back = await outcome_of(database, declaration)
    assert (taken_back.state, taken_back.taken_back_at) == (State.ACCEPTED, NOW + timedelta(days=1))


async def test_another_business_settles_nothing(database: Database) -> None:
    declaration = await record(database)
    async with database.work(an_origin(CONTOSO)) as work:
        await settle_declaration(
            work, declaration.id, Outcome(state=State.REFUSED, refusal="no"), ended_at=NOW
        )
        await take_back_declaration(work, declaration.id)
    assert await outcome_of(database, declaration) == Outcome()


async def test_an_arrival_is_confirmed_once_and_only_while_nobody_has_answered(database: Database) -> None:
    waiting = await record(database)
    answered = await record(database, "another form", Words(subscription_id="sub_2"))
    async with database.work(an_origin()) as work:
        await settle_declaration(work, answered.id, Outcome(state=State.ACCEPTED, effective_at=ENDS))
    told = len(await announced(database))
    assert await confirm_arrivals(database, NOW + timedelta(seconds=119)) == 0
    late = NOW + timedelta(minutes=2)
    found = await asyncio.gather(*(confirm_arrivals(database, late) for _ in range(3)))
    assert (sum(found), await confirm_arrivals(database, late)) == (1, 0)
    (event,) = (await announced(database))[told:]
    assert (event.type, event.subject, event.businessid, event.customerid) == (
        "declaration.waiting",
        waiting.id,
        NORTHWIND,
        ADA,
    )
    assert event.data["received_at"] == "2026-03-10T09:30:00Z"
