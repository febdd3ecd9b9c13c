"""What is declared without signing in is recorded at once, and its contract is found later, or by staff."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.declaration import DeclarationKeyReused
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.visitor_declaration import (
    LOOKS_EVERY,
    LOOKS_FOR,
    VISITOR,
    DeclarationAlreadyDecided,
    Standing,
    VisitorDeclaration,
    VisitorDeclarationNotFound,
    VisitorKind,
    VisitorWords,
)
from foyer_portal_bff.storage.declarations import Declarations
from foyer_portal_bff.storage.rows import DeclarationRow, HistoryRow, VisitorDeclarationRow
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations
from foyer_portal_bff.use_cases.forget_customer import forget_customer
from foyer_portal_bff.use_cases.match_by_hand import match_by_hand
from foyer_portal_bff.use_cases.match_declarations import match_declarations
from foyer_portal_bff.use_cases.read_visitor_receipt import read_visitor_receipt
from foyer_portal_bff.use_cases.record_visitor_declaration import record_visitor_declaration
from foyer_portal_bff.use_cases.reject_declaration import reject_declaration
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import func, select

WORDS = VisitorWords(
    kind=VisitorKind.CANCELLATION,
    name="A. Lovelace",
    email="Ada@Example.com",
    receipt_to="ada@example.com",
)

pytestmark = pytest.mark.usefixtures("ada")


async def record(
    database: Database, words: VisitorWords = WORDS, key: str = "a form", *, business_id: str = NORTHWIND
) -> VisitorDeclaration:
    """A form is sent."""
    async with database.work(replace(an_origin(business_id), actor=VISITOR)) as work:
        return await record_visitor_declaration(
            work, words, language="nl", number_prefix="NW", receipt_key=key
        )


async def look(database: Database, after: timedelta = timedelta()) -> int:
    """The job runs."""
    return await match_declarations(database, real_now() + after)


async def read(database: Database, declared: VisitorDeclaration) -> VisitorDeclaration:
    """As it is kept."""
    async with database.session() as session:
        return await VisitorDeclarations(session).get(an_origin().scope, declared.id)


async def count(database: Database, row: Any) -> int:
    """How many of these are kept."""
    async with database.session() as session:
        return await session.scalar(select(func.count()).select_from(row)) or 0


async def told(database: Database) -> list[str]:
    """The events' types."""
    return [event.type for event in await announced(database)]


@pytest_asyncio.fixture
async def subscribes(database: Database) -> AsyncIterator[Callable[..., Awaitable[None]]]:
    """Lets the history tell of a subscription of a customer's."""

    async def subscribe(identity: str, name: str, *, customer_id: str = ADA, ended: bool = False) -> None:
        async with database.session() as session:
            for kind in ("subscription.created", *(("subscription.canceled",) if ended else ())):
                session.add(
                    HistoryRow(
                        event_id=f"evt_{identity}_{kind}",
                        business_id=NORTHWIND,
                        customer_id=customer_id,
                        service="subscriptions",
                        type=kind,
                        subject=identity,
                        actor="key:key_1",
                        at=NOW,
                        details={"name": name},
                    )
                )

    yield subscribe


async def test_all_of_it_is_in_the_text_that_is_hashed(database: Database) -> None:
    words = replace(
        WORDS,
        number=ADA,
        contract="Studio",
        is_extraordinary=True,
        message="L'été, <b>",
        ends_on=date(2026, 12, 31),
    )
    declared = await record(database, words)
    assert json.loads(declared.content) == {
        "declaration": declared.id,
        "number": "NW-D-1001",
        "business": NORTHWIND,
        "received_at": "2026-03-10T09:30:00Z",
        "kind": "cancellation",
        "name": "A. Lovelace",
        "email": "Ada@Example.com",
        "receipt_to": "ada@example.com",
        "customer_or_contract_number": ADA,
        "contract": "Studio",
        "extraordinary": True,
        "reason": "L'été, <b>",
        "ends_on": "2026-12-31",
    }
    assert declared.content_hash == hashlib.sha256(declared.content.encode()).hexdigest()
    assert await read(database, declared) == declared
    assert await told(database) == []


async def test_a_second_click_and_the_same_words_again_are_one(database: Database) -> None:
    first, *others = await asyncio.gather(*(record(database) for _ in range(4)))
    again = await record(database, key="another form")
    assert [*others, again] == [first] * 4
    for key in ("a form", "another form"):
        assert await read_visitor_receipt(database, NORTHWIND, key) == first
    assert await count(database, VisitorDeclarationRow) == 1


async def test_a_key_stands_for_one_declaration(database: Database) -> None:
    await record(database)
    with pytest.raises(DeclarationKeyReused):
        await record(database, replace(WORDS, name="Else"))
    assert await count(database, VisitorDeclarationRow) == 1


@pytest.mark.parametrize(("business_id", "key"), [(NORTHWIND, "another form"), (CONTOSO, "a form")])
async def test_a_receipt_is_for_whoever_has_its_form(database: Database, business_id: str, key: str) -> None:
    await record(database)
    with pytest.raises(VisitorDeclarationNotFound):
        await read_visitor_receipt(database, business_id, key)


async def test_it_becomes_the_declaration_of_the_customer_that_it_is_about(
    database: Database, subscribes: Any
) -> None:
    await subscribes("sub_1", "Studio")
    await subscribes("sub_0", "Studio", ended=True)
    declared = await record(database, replace(WORDS, message="Bye.", ends_on=date(2026, 12, 31)))
    assert (await look(database), await look(database)) == (1, 0)

    found = await read(database, declared)
    assert (found.standing, found.customer_id, found.subscription_id, found.look_at) == (
        Standing.MATCHED,
        ADA,
        "sub_1",
        None,
    )
    async with database.session() as session:
        own = await Declarations(session).get(an_origin(customer_id=ADA).scope, declared.id)
    assert (own.number, own.received_at, own.content, own.content_hash, own.declared_by_name) == (
        "NW-D-1001",
        NOW,
        declared.content,
        declared.content_hash,
        "A. Lovelace",
    )
    (event,) = await announced(database)
    assert (event.type, event.customerid, event.actor) == ("declaration.recorded", ADA, str(VISITOR))
    named = ("subscription_id", "subscription_name", "message", "identified_by", "not_before", "received_at")
    assert [event.data[name] for name in named] == [
        "sub_1",
        "Studio",
        "Bye.",
        "email",
        "2026-12-31T23:00:00Z",
        "2026-03-10T09:30:00Z",
    ]


@pytest.mark.parametrize(
    ("number", "email", "how"),
    [
        (ADA, "ada@example.com", "both"),
        ("sub_1", "ada@example.com", "both"),
        (ADA, "elsewhere@example.com", "number"),
        ("NW-0815", "ada@example.com", "email"),
    ],
)
async def test_how_it_was_found_is_told(
    database: Database, subscribes: Any, number: str, email: str, how: str
) -> None:
    await subscribes("sub_1", "Studio")
    await record(database, replace(WORDS, number=number, email=email))
    await look(database)
    assert [event.data["identified_by"] for event in await announced(database)] == [how]


async def test_a_receipt_goes_to_an_address_that_the_outcome_does_not_go_to(
    database: Database, subscribes: Any
) -> None:
    await subscribes("sub_1", "Studio")
    declared = await record(database, replace(WORDS, receipt_to="work@example.com"))
    await look(database)
    recorded, received = await announced(database)
    assert (recorded.type, received.type, received.customerid) == (
        "declaration.recorded",
        "declaration.received",
        None,
    )
    assert {name: received.data[name] for name in ("receipt_to", "language", "number", "content_hash")} == {
        "receipt_to": "work@example.com",
        "language": "nl",
        "number": "NW-D-1001",
        "content_hash": declared.content_hash,
    }


async def test_what_is_not_known_yet_is_looked_at_again_before_staff_have_to(
    database: Database, subscribes: Any
) -> None:
    declared = await record(database)
    await look(database)
    assert await told(database) == ["declaration.received"]
    assert await look(database) == 0
    await subscribes("sub_1", "Studio")
    assert await look(database, LOOKS_EVERY + timedelta(seconds=1)) == 1
    assert (await read(database, declared)).standing is Standing.MATCHED
    assert await told(database) == ["declaration.received", "declaration.recorded"]


@pytest.mark.parametrize(
    ("words", "customer_id"),
    [
        (replace(WORDS, email="nobody@example.com"), None),
        (replace(WORDS, number="cus_other"), None),
        (WORDS, ADA),
    ],
)
async def test_what_stays_unclear_is_for_staff(
    database: Database, subscribes: Any, words: VisitorWords, customer_id: str | None
) -> None:
    async with database.work(an_origin()) as work:
        other = Customer("cus_other", 1, NORTHWIND, "Other", "other@example.com", None, "en")
        await take_in_customer(work, other)
    await subscribes("sub_1", "Studio")
    await subscribes("sub_2", "Team")
    declared = await record(database, words)
    before = len(await told(database))
    for after in (timedelta(), LOOKS_FOR, 2 * LOOKS_FOR):
        await look(database, after)

    found = await read(database, declared)
    assert (found.standing, found.customer_id, found.subscription_id, found.look_at) == (
        Standing.UNMATCHED,
        customer_id,
        None,
        None,
    )
    received, unmatched = (await announced(database))[before:]
    assert (received.type, unmatched.type) == ("declaration.received", "declaration.unmatched")
    assert (unmatched.customerid, unmatched.data.get("customer_id")) == (customer_id, customer_id)
    assert await count(database, DeclarationRow) == 0


async def test_only_who_may_cancel_is_known_by_a_login(
    database: Database, subscribes: Any, add_member: Any
) -> None:
    await subscribes("sub_1", "Studio")
    found = []
    for role in (Role.MEMBER, Role.ACCOUNTANT, Role.BILLING_MANAGER):
        email = await add_member(role)
        declared = await record(database, replace(WORDS, email=email), key=role)
        await look(database)
        found.append((await read(database, declared)).standing)
    assert found == [Standing.UNMATCHED, Standing.UNMATCHED, Standing.MATCHED]


async def test_staff_match_or_reject_once(database: Database) -> None:
    matched = await record(database)
    rejected = await record(database, replace(WORDS, name="Nobody"), key="another form")
    async with database.work(an_origin()) as work:
        await match_by_hand(
            work, matched.id, customer_id=ADA, subscription_id="sub_9", subscription_name="Studio"
        )
        await reject_declaration(work, rejected.id, reason="We know nobody.")
    events = await announced(database)
    assert [event.type for event in events] == ["declaration.recorded", "declaration.rejected"]
    assert (events[0].data["identified_by"], events[0].data["received_at"]) == (
        "staff",
        "2026-03-10T09:30:00Z",
    )
    assert (events[1].data["reason"], events[1].data["receipt_to"]) == ("We know nobody.", "ada@example.com")
    assert await look(database, LOOKS_FOR) == 0
    for declared in (matched, rejected):
        async with database.work(an_origin()) as work:
            with pytest.raises(DeclarationAlreadyDecided):
                await reject_declaration(work, declared.id, reason="Again.")
            with pytest.raises(DeclarationAlreadyDecided):
                await match_by_hand(
                    work, declared.id, customer_id=ADA, subscription_id="sub_9", subscription_name="Studio"
                )
    assert len(await announced(database)) == len(events)


async def test_another_business_decides_nothing(database: Database) -> None:
    declared = await record(database)
    async with database.work(an_origin(CONTOSO)) as work:
        with pytest.raises(VisitorDeclarationNotFound):
            await reject_declaration(work, declared.id, reason="Ours now.")
    assert (await read(database, declared)).standing is Standing.RECEIVED


async def test_of_an_anonymised_customer_the_words_are_forgotten(database: Database, subscribes: Any) -> None:
    await subscribes("sub_1", "Studio")
    declared = await record(database, replace(WORDS, contract="Studio", message="Bye."))
    await look(database)
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, at=datetime(2026, 4, 1, tzinfo=UTC))
    found = await read(database, declared)
    words = found.words
    assert (words.name, words.email, words.receipt_to, words.contract, words.message, found.content) == (
        "",
        "",
        "",
        None,
        None,
        "",
    )
    assert (found.number, found.content_hash) == (declared.number, declared.content_hash)


async def test_a_withdrawal_is_handed_over_as_one(database: Database, subscribes: Any) -> None:
    await subscribes("sub_1", "Studio")
    words = replace(WORDS, kind=VisitorKind.WITHDRAWAL, number="sub_1")
    await record(database, words)
    await record(database, replace(words, number=None, contract="NW-O-1007"), key="another form")
    await look(database)
    recorded, received = await announced(database)
    assert (recorded.type, recorded.data["is_withdrawal"], recorded.data["identified_by"]) == (
        "declaration.recorded",
        True,
        "both",
    )
    assert (received.type, received.data["kind"], received.data["contract"]) == (
        "declaration.received",
        "withdrawal",
        "NW-O-1007",
    )
