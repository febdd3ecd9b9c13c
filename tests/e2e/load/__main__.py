"""`make load`: measures Foyer beside its bare limits, prints the table, and checks that nothing was lost."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from foyer_operator.invariants import broken_invariants
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
from foyer_shared.messaging.rabbitmq import RabbitTransport
from rich.console import Console

from tests.e2e.load.customers import Business, Customer, sign_in
from tests.e2e.load.events import measure_events
from tests.e2e.load.foyer import DidNotStart, Foyer, Servers
from tests.e2e.load.growth import measure_growth
from tests.e2e.load.limit import Limit, bare_servers, fresh_database
from tests.e2e.load.measure import CROWD, Choices, Line, WrongAnswers
from tests.e2e.load.memory import measure_memory
from tests.e2e.load.pages import measure_pages
from tests.e2e.load.papers import measure_papers
from tests.e2e.load.pause import PROCESSES, measure_pause
from tests.e2e.load.readers import declare_readers, until_settled
from tests.e2e.load.renewals import measure_renewals
from tests.e2e.load.report import show, write
from tests.e2e.load.start import measure_start, plant
from tests.e2e.load.weight import measure_weight

ADA = "ada@example.com"


def main() -> None:
    """Exit code 1 when something answered wrongly or an invariant broke; a missed aim is only shown."""
    options = _options()
    choices = Choices(options.rounds, options.seconds, options.connections, options.crowd)
    with tempfile.TemporaryDirectory(prefix="foyer-load-") as temporary:
        data_dir = options.data_dir or Path(temporary)
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711)  # The server's user passes through when we are root.
        try:
            lines = list(_measure(data_dir, choices))
        except (DidNotStart, WrongAnswers, httpx.HTTPError) as error:
            sys.exit(f"The load failed: {error}")
    show(lines, choices)
    if options.json:
        write(options.json, lines, choices)


def _measure(data_dir: Path, choices: Choices) -> Iterator[Line]:
    say = Console(stderr=True).print
    say("Planting the demo …")
    plant(data_dir)
    say("Starting it again …")
    yield from measure_start(data_dir, choices)
    with _servers(data_dir) as servers:
        foyer, log = Foyer(data_dir, servers), data_dir / "bare.log"
        asyncio.run(declare_readers(servers))
        say("Loading pages and commands …")
        with (
            foyer.running("api"),
            fresh_database(servers) as bare_url,
            bare_servers(bare_url, log, processes=PROCESSES) as limit,
        ):
            yield from asyncio.run(_requests(foyer, limit, choices))
        say("Sending events …")
        with fresh_database(servers) as foyer_url, fresh_database(servers) as bare_url:
            yield from asyncio.run(measure_events(foyer_url, bare_url, servers.amqp_url, choices))
        say("Renewing subscriptions …")
        yield from asyncio.run(measure_renewals(servers, choices))
        say("Making papers …")
        yield from asyncio.run(measure_papers(servers, choices))
        say("Letting everything arrive …")
        with foyer.running("all") as processes:
            asyncio.run(until_settled(servers))
            yield measure_memory(foyer, processes.values(), log)
        asyncio.run(_check(servers))
        if choices.crowd:
            say(f"Making a crowd of {choices.crowd:,} …")
            with foyer.running("api"):
                yield from asyncio.run(measure_growth(foyer, choices))


async def _requests(foyer: Foyer, limit: Limit, choices: Choices) -> list[Line]:
    ada = await sign_in(foyer, ADA)
    business = Business(foyer)
    lines = [await measure_weight(foyer, ada), *await measure_pages(foyer, limit, ada, choices)]
    made = await business.new_subscribers(choices.connections)
    await business.close()
    subscribers: Sequence[tuple[Customer, list[str]]] = [
        (await sign_in(foyer, email), subscriptions) for email, subscriptions in made.items()
    ]
    return [*lines, *await measure_pause(foyer, limit, subscribers, choices)]


async def _check(servers: Servers) -> None:
    transport = RabbitTransport(servers.amqp_url)
    try:
        broken = await broken_invariants(servers.database_url, transport)
    finally:
        await transport.stop()
    if broken:
        raise WrongAnswers(f"Broken after the load: {', '.join(each.name for each in broken)}")


@contextmanager
def _servers(data_dir: Path) -> Iterator[Servers]:
    """Postgres with the demo's data, as durable as `make run` has it, and RabbitMQ."""
    with ExitStack() as stack:
        postgres, rabbitmq = LocalPostgres(data_dir / "postgres"), LocalRabbitMQ(data_dir / "rabbitmq")
        stack.callback(postgres.stop)
        stack.callback(rabbitmq.stop, at_once=True)
        yield Servers(postgres.start(), rabbitmq.start())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="of one round of one thing")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--crowd", type=int, default=CROWD, help="customers to grow to; 0: do not")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--data-dir", type=Path, help="keep the data here; a later run need not plant it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
