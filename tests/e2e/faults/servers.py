"""A fleet on servers of its own that a test may stop, freeze and replace; their addresses stay."""

import asyncio
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.processes import free_port
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ
from foyer_shared.local_servers.rabbitmq_cluster import LocalRabbitMQCluster
from foyer_shared.messaging.transport import TransportAway
from foyer_shared.testing.wire import Wire, wire_beside
from prometheus_client.parser import text_string_to_metric_families
from psycopg.sql import SQL

from tests.e2e.faults.fleet import LONGEST_ANSWER, PARTS, PATIENCE, Fleet
from tests.e2e.planting import rows
from tests.e2e.waiting import wait_for

HEARTBEAT = 4
"""Seconds, in the place of 15: a bus that hangs is noticed after 15 in the place of 48."""


class Servers:
    """Postgres and a RabbitMQ node, each behind a wire, and the fleet that works on them."""

    def __init__(self, data_dir: Path, to_postgres: Wire, to_rabbitmq: Wire) -> None:
        self.postgres = LocalPostgres(data_dir / "postgres")
        self.rabbitmq = LocalRabbitMQ(data_dir / "rabbitmq")
        self._to_postgres = to_postgres
        self._to_rabbitmq = to_rabbitmq
        database_url, amqp_url = self.start_postgres(), self.start_rabbitmq()
        self.cluster = LocalRabbitMQCluster(data_dir / "cluster", password=urlsplit(amqp_url).password or "")
        self.fleet = Fleet(
            data_dir,
            database_url=database_url,
            amqp_url=f"{amqp_url}?heartbeat={HEARTBEAT}",
            port=free_port(),
        )

    def start_postgres(self) -> str:
        """Start it, on the data that it has; the address that it is always found at."""
        url = self.postgres.start()
        self._has_postgres = True
        return _lay(self._to_postgres, url)

    def stop_postgres(self, *, at_once: bool) -> None:
        """Stop it, whoever is connected."""
        self.postgres.stop(at_once=at_once)
        self._has_postgres = False

    def start_rabbitmq(self) -> str:
        """Start the node, on the data that it has; the address that it is always found at."""
        url = self.rabbitmq.start()
        return _lay(self._to_rabbitmq, url)

    def start_cluster(self) -> None:
        """A cluster of three, which is empty, in the node's place; returns when the fleet reads there."""
        self.cluster.start()
        _lay(self._to_rabbitmq, *(node.url for node in self.cluster.nodes))
        self.rabbitmq.stop(at_once=True)
        wait_for(self._is_read, "all readers to read from the cluster", seconds=PATIENCE)

    def restore(self) -> None:
        """All servers as they were at first; the fleet runs on them and is ready."""
        self._thaw()
        self.cluster.stop()
        if not self._has_postgres:
            self.start_postgres()
        if not self.rabbitmq.lives:
            self.start_rabbitmq()
        self.fleet.restore()
        for name in PARTS:
            self.fleet.wait_until_ready(name)

    def stop(self) -> None:
        """End everything."""
        self._thaw()
        self.fleet.stop()
        self.cluster.stop()
        self.rabbitmq.stop(at_once=True)
        self.postgres.stop()

    def measure(self, name: str, metric: str) -> float:
        """The sum of a metric's samples in one process of the fleet, over all labels."""
        text = httpx.get(f"{self.fleet.parts[name].url}/metrics", timeout=LONGEST_ANSWER).text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == metric
        )

    def state(self, name: str) -> tuple[int, dict[str, object]]:
        """How ready a process of the fleet says it is."""
        answer = httpx.get(f"{self.fleet.parts[name].url}/readyz", timeout=LONGEST_ANSWER)
        return answer.status_code, answer.json()

    def count_unsent(self) -> int:
        """How many events of subscriptions the bus has not confirmed."""
        query = SQL("SELECT count(*) FROM subscriptions.outbox WHERE sent_at IS NULL")
        (row,) = rows(self.fleet.database_url, query)
        return int(row["count"])

    def _thaw(self) -> None:
        """A test that failed may have left something frozen."""
        self.rabbitmq.thaw()
        for part in self.fleet.parts.values():
            if part.process is not None:
                part.process.send_signal(signal.SIGCONT)

    def count_waiting(self, name: str) -> int:
        """How many messages wait for a process's service beyond those that it has in its hands."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return asyncio.run(self._count_waiting(self.fleet.parts[name].service))
            except TransportAway:  # A busy one does not answer in time.
                assert time.monotonic() < end

    async def _count_waiting(self, service: str) -> int:
        transport = self.fleet.transport()
        try:
            return (await transport.backlog(service)).waiting
        finally:
            await transport.stop()

    def _is_read(self) -> bool:
        answer = self.cluster.nodes[0].ask("list_queues", "name", "consumers", "--no-table-headers")
        consumers = {name: int(count) for name, count in (line.split("\t") for line in answer.splitlines())}
        readers = [f"foyer.{part.service}" for part in self.fleet.parts.values() if part.role != "api"]
        return all(consumers.get(reader, 0) > 0 for reader in readers)


@contextmanager
def servers_on(data_dir: Path) -> Iterator[Servers]:
    """Servers with a fleet, on the data of a planted folder."""
    nowhere = ("127.0.0.1", 9)
    with ExitStack() as stack:
        to_postgres, to_rabbitmq = (stack.enter_context(wire_beside(nowhere)) for _ in range(2))
        servers = Servers(data_dir, to_postgres, to_rabbitmq)
        stack.callback(servers.stop)
        servers.restore()
        yield servers


def _lay(wire: Wire, *urls: str) -> str:
    """Lead a wire to these servers; what they are found at, by the credentials of the first."""
    addresses = [urlsplit(url) for url in urls]
    wire.targets = tuple((str(address.hostname), address.port or 0) for address in addresses)
    credentials = addresses[0].netloc.rpartition("@")[0]
    return addresses[0]._replace(netloc=f"{credentials}@127.0.0.1:{wire.port}").geturl()
