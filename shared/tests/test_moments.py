"""A wait ends with what it waits for, with its time, or with its task."""

import asyncio

import pytest
from foyer_shared.basics.moments import wait_at_most


async def test_it_ends_with_the_event_or_with_its_time() -> None:
    event = asyncio.Event()
    await wait_at_most(event, 0.001)
    assert not event.is_set()

    waiting = asyncio.create_task(wait_at_most(event, 60))
    await asyncio.sleep(0)
    event.set()
    await waiting


@pytest.mark.parametrize("steps", range(4))
async def test_a_cancellation_at_the_same_moment_is_not_swallowed(steps: int) -> None:
    event = asyncio.Event()
    waiting = asyncio.create_task(wait_at_most(event, 60))
    await asyncio.sleep(0)

    event.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    was_cancelled = waiting.cancel()  # Not when it was done already.
    await asyncio.wait([waiting])

    assert waiting.cancelled() == was_cancelled
