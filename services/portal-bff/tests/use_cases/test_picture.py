"""The picture: stored while fresh, asked for when stale, old when its service is away."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.rows import PictureCounterRow, PicturePartRow
from foyer_portal_bff.use_cases.read_picture import Picture, read_picture
from foyer_portal_bff.use_cases.record_event import record_event
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, an_origin
from sqlalchemy import delete, event

AREAS = ["invoicing", "notifications", "payments", "subscriptions", "support"]
AnEnvelope = Callable[..., Envelope]
ReadPicture = Callable[..., Any]


async def test_the_first_look_asks_every_service(
    look: ReadPicture, services: Any, ada_signed_in: SignedIn
) -> None:
    picture: Picture = await look()
    assert sorted(call.service for call in services.calls) == AREAS
    assert picture.subscriptions
    assert picture.subscriptions.part
    assert picture.subscriptions.part.active_count == 3
    assert all(seen.fresh for seen in picture.by_service.values())
    caller = services.calls[0].caller
    assert (caller.business_id, caller.customer_id) == (NORTHWIND, ADA)
    assert str(caller.actor) == f"login:{ada_signed_in.login.id}"


async def test_the_second_look_is_one_query_and_asks_nobody(
    look: ReadPicture, services: Any, database: Database
) -> None:
    await look()
    services.calls.clear()
    statements: list[str] = []
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2])
    )
    picture: Picture = await look()
    assert services.calls == []
    assert len(statements) == 1
    assert all(seen.fresh for seen in picture.by_service.values())


@pytest.mark.parametrize(
    ("customer_id", "changes", "asked"),
    [
        (ADA, {}, ["subscriptions"]),
        (ADA, {"source": "/support"}, ["support"]),
        (None, {}, AREAS),
        ("cus_other", {}, []),
        (ADA, {"businessid": CONTOSO}, []),
    ],
    ids=[
        "hers from subscriptions",
        "hers from support",
        "the business's",
        "another customer's",
        "another business's",
    ],
)
async def test_an_event_makes_its_parts_stale(
    look: ReadPicture,
    services: Any,
    database: Database,
    an_envelope: AnEnvelope,
    customer_id: str | None,
    changes: dict[str, str],
    asked: list[str],
) -> None:
    await look()
    services.calls.clear()
    envelope = an_envelope("message.sent", {}, customer_id=customer_id, **changes)
    async with database.work(an_origin(envelope.businessid, customer_id)) as work:
        await record_event(work, envelope)
    await look()
    assert sorted(call.service for call in services.calls) == asked
    services.calls.clear()
    await look()
    assert services.calls == []


async def test_a_service_that_is_away_shows_what_was_known(
    look: ReadPicture, services: Any, database: Database, an_envelope: AnEnvelope
) -> None:
    before: Picture = await look()
    async with database.work(an_origin(customer_id=ADA)) as work:
        await record_event(work, an_envelope("message.sent", {}))
    services.away.add("subscriptions")

    picture: Picture = await look()
    assert picture.subscriptions
    assert before.subscriptions
    assert picture.subscriptions == replace(before.subscriptions, fresh=False)
    assert picture.support == before.support


async def test_a_service_that_has_never_answered_has_no_part(look: ReadPicture, services: Any) -> None:
    services.away.add("support")
    picture: Picture = await look()
    assert picture.support
    assert (picture.support.part, picture.support.fresh, picture.support.as_of) == (None, False, None)
    assert picture.payments
    assert picture.payments.fresh


async def test_truncating_the_store_is_harmless(
    look: ReadPicture, services: Any, database: Database, an_envelope: AnEnvelope
) -> None:
    async with database.work(an_origin(customer_id=ADA)) as work:
        await record_event(work, an_envelope("message.sent", {}))
    before: Picture = await look()
    async with database.session() as session:
        await session.execute(delete(PictureCounterRow))
    again: Picture = await look()
    async with database.session() as session:
        await session.execute(delete(PicturePartRow))
    once_more: Picture = await look()
    services.calls.clear()
    await look()
    assert services.calls == []
    for picture in (again, once_more):
        assert [seen.part for seen in picture.by_service.values()] == [
            seen.part for seen in before.by_service.values()
        ]


async def test_an_accountant_has_the_part_of_invoicing_only(look: ReadPicture, services: Any) -> None:
    picture: Picture = await look(role=Role.ACCOUNTANT)
    assert [call.service for call in services.calls] == ["invoicing"]
    assert list(picture.by_service) == ["invoicing"]
    assert picture.subscriptions is None


@pytest.fixture
def look(service: Service, database: Database, ada_signed_in: SignedIn) -> ReadPicture:
    """Ada looks at her picture, in her role or another."""
    assert service.public_app
    portal = service.public_app.state.portal

    async def read(*, role: Role = Role.OWNER) -> Picture:
        return await read_picture(database, portal.services, replace(ada_signed_in, role=role))

    return read
