"""Makes the queues of all readers, before the first worker sends an event."""

import asyncio
import time
from typing import Annotated

import typer
from foyer_shared.messaging.transport import TransportAway

from foyer_operator.output import say
from foyer_operator.services import NAMES, bindings
from foyer_operator.system import System, on_the_system

BETWEEN = 1.0
"""Seconds between two tries."""


def declare(
    wait: Annotated[float, typer.Option(help="Seconds that the bus may take to answer.")] = 0,
) -> None:
    """Make all readers' queues, so that they keep events from now on, whether or not their workers run."""
    on_the_system(lambda system: declare_all(system, until=time.monotonic() + wait))
    say(f"Queues are there for {', '.join(NAMES)}.")


async def declare_all(system: System, *, until: float) -> None:
    """Make them, and try again until that moment of `time.monotonic` while the bus is away."""
    while True:
        try:
            for reader in NAMES:
                await system.transport.declare(reader, bindings(reader))
        except TransportAway:
            if time.monotonic() >= until:
                raise
            await asyncio.sleep(BETWEEN)
        else:
            return
