"""A sandbox's clock goes from one thing that is due to the next, once each, and says when it cannot."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from foyer_portal_bff.domain import clock
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.clock import (
    ClockIsMoving,
    ClockMove,
    ClockMoveNotFound,
    ClockNotMovable,
    MoveStatus,
    Seen,
)
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.clock_moves import ClockMoves
from foyer_portal_bff.use_cases import step_clocks as job
from foyer_portal_bff.use_cases.move_clock import move_clock
from foyer_portal_bff.use_cases.open_session import open_session
from foyer_portal_bff.use_cases.read_business_time import read_business_time
from foyer_portal_bff.use_cases.read_clock import read_clock
from foyer_portal_bff.use_cases.step_clocks import step_clocks
from foyer_portal_bff.use_cases.update_business import update_business
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_KEY, CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced

A_DAY = timedelta(days=1)
Begin = Callable[..., Awaitable[ClockMove]]


@dataclass
class Installation:
    """Services that have these moments due, each done as soon as the clock is there, or as told."""

    database: Database
    due: list[datetime] = field(default_factory=list)
    work: int = 0
    is_slow: bool = False
    asked: list[str] = field(default_factory=list)

    async def look(self, business_id: str) -> list[Seen]:
        """What the services and the portal say."""
        self.asked.append(business_id)
        now = (await self.business(business_id)).now(real_now())
        if not self.is_slow:
            self.due = [moment for moment in self.due if moment > now]
        return [
            Seen(service="subscriptions", next_due=min(self.due, default=None), last_event=7),
            Seen(service="support", last_event=1, waits=self.work),
        ]

    async def business(self, business_id: str = NORTHWIND) -> Business:
        """As it is stored."""
        async with self.database.session() as session:
            return await Businesses(session).get(Scope(business_id))

    async def step(self) -> int:
        """One run of the job."""
        return await step_clocks(self.database, self.look)

    async def move(self) -> ClockMove:
        """The latest, as it is stored."""
        found = (await read_clock(self.database, Scope(NORTHWIND))).move
        assert found
        return found


@pytest.fixture
def installation(database: Database, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Nothing is due and nobody has work."""
    monkeypatch.setattr(job, "BETWEEN_LOOKS", 0)
    return Installation(database)


@pytest.fixture
def begin(database: Database, northwind: Business) -> Begin:
    """Begins to move a clock, to so many days from now."""

    async def make(days: float = 40, *, business_id: str = NORTHWIND) -> ClockMove:
        real = real_now()
        async with database.work(an_origin(business_id)) as work:
            return await move_clock(work, real + days * A_DAY, real=real)

    return make


async def test_it_stops_at_each_thing_that_is_due_and_then_at_its_target(
    installation: Installation, begin: Begin, database: Database
) -> None:
    now = real_now()
    move = await begin()
    installation.due = [now + 41 * A_DAY, now + 28 * A_DAY, now + 14 * A_DAY]
    assert [await installation.step() for _ in range(5)] == [1, 1, 1, 1, 0]
    after = await installation.move()
    assert after == replace(
        move,
        status=MoveStatus.DONE,
        steps=3,
        step_began_at=after.step_began_at,
        ended_at=after.ended_at,
    )
    events = await announced(database)
    assert [(event.type, event.subject, event.subjectversion, event.reannounced) for event in events] == [
        ("clock.moved", NORTHWIND, version, None) for version in (2, 3, 4)
    ]
    stops = [now + 14 * A_DAY, now + 28 * A_DAY, move.target]
    for event, stop in zip(events, stops, strict=True):
        assert timedelta() <= event.businesstime - stop < timedelta(seconds=5)
        ahead = event.data["business"]["clock_offset"]
        assert event.businesstime - event.time < timedelta(seconds=ahead + 5)
        assert timedelta(seconds=ahead) <= stop - now + timedelta(seconds=1)
    business = await installation.business()
    assert (business.version, business.clock_offset) == (4, events[-1].data["business"]["clock_offset"])
    assert business.clock_offset >= (move.target - real_now()).total_seconds()


@pytest.mark.parametrize("what", ["work", "something due"])
async def test_it_waits_until_all_has_been_done(installation: Installation, begin: Begin, what: str) -> None:
    await begin()
    if what == "work":
        installation.work = 3
    else:
        installation.due = [real_now() - A_DAY]
        installation.is_slow = True
    before = await installation.business()
    assert [await installation.step() for _ in range(3)] == [1, 1, 1]
    assert await installation.business() == before
    assert ((await installation.move()).steps, (await installation.move()).status) == (0, MoveStatus.MOVING)
    installation.work, installation.is_slow = 0, False
    assert [await installation.step() for _ in range(3)] == [1, 1, 0]
    assert (await installation.move()).status is MoveStatus.DONE


async def test_a_step_that_does_not_come_to_rest_ends_the_move_and_says_why(
    installation: Installation, begin: Begin, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin()
    await installation.step()
    installation.work = 3
    monkeypatch.setattr(clock, "PATIENCE", timedelta(seconds=-1))
    where = await installation.business()
    assert [await installation.step() for _ in range(2)] == [1, 0]
    move = await installation.move()
    assert (move.status, move.steps, move.waiting_for) == (MoveStatus.STUCK, 1, ("support has work: 3",))
    assert await installation.business() == where
    assert len(await announced(database)) == 1
    # What was in the way can be put right, and the clock moved on.
    monkeypatch.undo()
    installation.work = 0
    assert (await begin(50)).id != move.id


async def test_a_move_without_end_is_given_up(
    installation: Installation, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin()
    monkeypatch.setattr(job, "MOST_STEPS", 1)
    installation.due = [real_now() + days * A_DAY for days in (1, 2)]
    assert [await installation.step() for _ in range(3)] == [1, 1, 0]
    move = await installation.move()
    assert (move.status, move.steps, move.waiting_for) == (MoveStatus.STUCK, 1, ("more than 1 steps",))


async def test_two_workers_take_each_step_once(
    installation: Installation, begin: Begin, database: Database
) -> None:
    await begin()
    installation.due = [real_now() + 14 * A_DAY]
    while any(await asyncio.gather(installation.step(), installation.step())):
        pass
    assert (await installation.move()).steps == 2
    assert [event.subjectversion for event in await announced(database)] == [2, 3]


async def test_a_second_move_waits_for_the_first(installation: Installation, begin: Begin) -> None:
    first, second = await asyncio.gather(begin(), begin(), return_exceptions=True)
    assert {type(first), type(second)} == {ClockMove, ClockIsMoving}
    (move,) = [each for each in (first, second) if isinstance(each, ClockMove)]
    assert await installation.move() == move
    with pytest.raises(ClockIsMoving):
        await begin(50)
    assert await installation.move() == move


async def test_each_business_has_its_own_clock(
    installation: Installation, begin: Begin, contoso: Business, database: Database
) -> None:
    with pytest.raises(ClockNotMovable):
        await begin(business_id=CONTOSO)
    await begin()
    while await installation.step():
        pass
    assert set(installation.asked) == {NORTHWIND}
    assert await installation.business(CONTOSO) == contoso
    async with database.session() as session:
        assert await ClockMoves(session).latest(Scope(CONTOSO)) is None
        with pytest.raises(ClockMoveNotFound):
            await ClockMoves(session).get(Scope(CONTOSO), (await installation.move()).id)
    assert await read_business_time(database, CONTOSO) is None
    assert await read_business_time(database, "biz_nobody") is None
    now = await read_business_time(database, NORTHWIND)
    assert now
    assert timedelta() <= now - (await installation.move()).target < timedelta(seconds=5)


async def test_what_is_told_of_a_business_later_says_how_far_it_is_ahead(
    installation: Installation, begin: Begin, database: Database
) -> None:
    await begin()
    while await installation.step():
        pass
    async with database.work(an_origin(now=real_now())) as work:
        await update_business(work, {"language": "en"}, None)
    moved, updated = await announced(database)
    assert updated.type == "business.updated"
    assert updated.data["business"]["clock_offset"] == moved.data["business"]["clock_offset"]
    assert timedelta() <= updated.businesstime - moved.businesstime < timedelta(seconds=5)
    assert (await installation.move()).requested_by == A_KEY


async def test_signing_in_is_told_by_the_business_s_clock(
    installation: Installation, begin: Begin, ada_signed_in: SignedIn, database: Database
) -> None:
    await begin()
    while await installation.step():
        pass
    async with database.work(an_origin(now=real_now())) as work:
        opened = await open_session(
            work, login_id=ada_signed_in.login.id, way="code", request=ada_signed_in.request
        )
    assert opened
    (event,) = [event for event in await announced(database) if event.type == "login.signed_in"]
    assert timedelta() <= event.businesstime - (await installation.move()).target < timedelta(seconds=5)
    # The session itself follows real time.
    assert opened.ends_at < real_now() + 15 * A_DAY
