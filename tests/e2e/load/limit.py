"""The limit's servers: the same libraries, driver and broker without Foyer's code."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from foyer_shared.local_servers.processes import free_port
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from tests.e2e.load.bare.server import TABLES
from tests.e2e.load.children import child
from tests.e2e.load.foyer import Servers, wait_until_ready
from tests.e2e.load.http_load import Visitor, get, post

EMPTY_PAGE, LINE = 270, 250
"""Bytes that a bare page without lines comes to, and each line of it."""


class Limit:
    """The bare servers and their database."""

    def __init__(self, database_url: str, urls: Sequence[str]) -> None:
        self.database_url = database_url
        self._urls = urls

    def add_page(self, number: int, size: int) -> None:
        """A page of about this size in bytes, in one row."""
        lines = [
            {
                "id": f"inv_{line:026}",
                "number": f"NW-2026-{line:05}",
                "day": "22 November 2026",
                "tone": "good",
                "state": "Paid & closed",
                "total": f"€{line:,}.00",
            }
            for line in range(max(1, (size - EMPTY_PAGE) // LINE))
        ]
        with psycopg.connect(self.database_url) as connection:
            connection.execute(
                "INSERT INTO page VALUES (%s, %s, %s)",
                (number, "A page of about this size", json.dumps(lines)),
            )

    def readers(self, number: int, *, connections: int, processes: int) -> list[Visitor]:
        """Connections that read the page, spread evenly over so many of the processes."""
        page = get(f"/page/{number}", {})
        return [Visitor(self._urls[each % processes], [page]) for each in range(connections)]

    def writers(self, *, connections: int, processes: int) -> list[Visitor]:
        """Connections that each change things of their own."""
        form = {"state": "paused", "key": "{fresh}"}
        return [
            Visitor(self._urls[each % processes], [post(f"/things/{each}", {}, form, is_end=True)])
            for each in range(connections)
        ]


@contextmanager
def fresh_database(servers: Servers) -> Iterator[str]:
    """The URL of an empty database on Foyer's own server, gone after the block."""
    name = f"load_{uuid4().hex}"
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        url = make_url(servers.database_url).set(drivername="postgresql", database=name)
        yield url.render_as_string(hide_password=False)
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def bare_servers(database_url: str, log: Path, *, processes: int) -> Iterator[Limit]:
    """So many bare processes on an empty database, each on a port of its own."""
    ports = [free_port() for _ in range(processes)]
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    with psycopg.connect(database_url) as connection:
        connection.execute(TABLES)
    with ExitStack() as stack:
        for url, port in zip(urls, ports, strict=True):
            command = ["-m", "tests.e2e.load.bare.server", database_url, str(port)]
            process = stack.enter_context(child(command, {}, log))
            wait_until_ready(url, [process], "/openapi.json")
        yield Limit(database_url, urls)
