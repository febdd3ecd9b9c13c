"""An event from commit to its reader's commit, and the relay alone, against the bare ways."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

import psycopg
from foyer_shared.local_servers.processes import free_port
from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.schema import CreateSchema

from tests.e2e.load.bare.bus import TABLES
from tests.e2e.load.measure import Choices, Line, Side, in_turn, percentile
from tests.e2e.load.orders import Obedient, obedient
from tests.e2e.load.plumbing.event import METADATA, things

LATENCY, THROUGHPUT, RELAY = 1.5, 0.6, 0.6
SINGLES, BURST = 30, 400
"""Events of one round for each second of it."""


@dataclass(frozen=True, slots=True)
class Way:
    """From one process to another."""

    sender: Obedient
    reader: Obedient


async def measure_events(foyer_url: str, bare_url: str, amqp_url: str, choices: Choices) -> list[Line]:
    """Sender, with the relay, and reader are processes on both sides; both databases are empty."""
    _make_tables(foyer_url, bare_url)
    run = f"load{free_port()}"
    async with AsyncExitStack() as stack:

        async def start(side: str, part: str, url: str, what: str) -> Obedient:
            arguments = (f"tests.e2e.load.{side}.{part}", url, amqp_url, f"{run}.{side}.{what}")
            return await stack.enter_async_context(obedient(*arguments))

        relays = await start("plumbing", "sender", foyer_url, "relay")
        publishes = await start("bare", "sender", bare_url, "relay")
        relay = await _relay(relays, publishes, choices)
    async with AsyncExitStack() as stack:
        ours = Way(
            reader=await start("plumbing", "reader", foyer_url, "events"),
            sender=await start("plumbing", "sender", foyer_url, "events"),
        )
        bare = Way(
            reader=await start("bare", "reader", bare_url, "events"),
            sender=await start("bare", "sender", bare_url, "events"),
        )
        latency = await in_turn(_latency(ours, choices), _latency(bare, choices), choices.rounds)
        rate = await in_turn(_throughput(ours, choices), _throughput(bare, choices), choices.rounds)
    return [
        Line("event, commit to commit, p50", "ms", latency[0][0], latency[1][0], LATENCY, at_least=False),
        Line("events, commit to commit", "events/s", rate[0][0], rate[1][0], THROUGHPUT, at_least=True),
        relay,
    ]


async def _relay(relays: Obedient, publishes: Obedient, choices: Choices) -> Line:
    count = BURST * choices.seconds

    async def relayed() -> Sequence[float]:
        return (count / await relays.do("relayed", count),)

    async def published() -> Sequence[float]:
        return (count / await publishes.do("published", count),)

    ours, bare = await in_turn(relayed, published, choices.rounds)
    return Line("relay", "messages/s", ours[0], bare[0], RELAY, at_least=True)


def _latency(way: Way, choices: Choices) -> Side:
    async def side() -> Sequence[float]:
        count = SINGLES * choices.seconds
        committed = await way.sender.do("singles", count)
        done = await way.reader.do("take", count)
        return (percentile([1000 * (done[each] - committed[each]) for each in committed], 0.5),)

    return side


def _throughput(way: Way, choices: Choices) -> Side:
    async def side() -> Sequence[float]:
        count = BURST * choices.seconds
        committed = await way.sender.do("burst", count)
        done = await way.reader.do("take", count)
        return (count / (max(done.values()) - committed),)

    return side


def _make_tables(foyer_url: str, bare_url: str) -> None:
    engine = create_engine(make_url(foyer_url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(CreateSchema(str(METADATA.schema)))
        METADATA.create_all(connection)
        connection.execute(things.insert(), [{"id": 1, "state": "active"}])
    with psycopg.connect(bare_url) as connection_of_bare:
        connection_of_bare.execute(TABLES)
