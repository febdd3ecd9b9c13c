"""A bell that is rung by a handler rings for what has committed, and for nothing else."""

import asyncio

import pytest
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.messaging.handlers import NotYet, ringing
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.messaging import TICKET_OPENED, announce, effects, note_effect


async def test_it_rings_after_the_commit(database: Database) -> None:
    bell, envelope = asyncio.Event(), await announce(database)
    async with database.work(an_origin()) as work:
        await ringing(note_effect, bell)(work, TICKET_OPENED, envelope)
        assert not bell.is_set()
    assert bell.is_set()
    assert len(await effects(database)) == 1


async def test_it_does_not_ring_for_what_failed(database: Database) -> None:
    bell, envelope = asyncio.Event(), await announce(database)

    async def not_yet(_work: Work, _event: object, _envelope: Envelope) -> None:
        raise NotYet("later")

    with pytest.raises(NotYet):
        async with database.work(an_origin()) as work:
            await ringing(not_yet, bell)(work, TICKET_OPENED, envelope)
    assert not bell.is_set()
