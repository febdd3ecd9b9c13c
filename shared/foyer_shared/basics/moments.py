"""Waiting for something to happen, but not for ever."""

import asyncio
from contextlib import suppress


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Return when it happens, or when so many seconds are over.

    `asyncio.wait_for` may swallow a cancellation that comes at the same moment, up to Python 3.11.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
