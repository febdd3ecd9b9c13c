"""A data folder that is planted once, for all processes that tests are shared out among."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from foyer_local.services import NAMES
from foyer_shared.local_servers.running import running_postgres
from foyer_shared.storage.migrations import metadata_of
from psycopg.rows import dict_row
from psycopg.sql import SQL, Composed, Identifier

from tests.e2e.folders import data_folder
from tests.e2e.waiting import wait_for

PATIENCE = 600
"""Seconds that everything may take to arrive once nothing is broken."""


def planted_once(tmp_path_factory: pytest.TempPathFactory, name: str, plant: Callable[[Path], None]) -> Path:
    """The folder that `plant` has filled; nobody runs on it, take a copy."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    planted = shared / name
    with (shared / f"{name}.lock").open("w") as planting:
        fcntl.flock(planting, fcntl.LOCK_EX)
        if not planted.exists():
            with data_folder() as data_dir:
                plant(data_dir)
                data_dir.rename(planted)
    return planted


def wait_until_at_rest(data_dir: Path) -> None:
    """Everything that was announced has been read, and every PDF made, by the run on this folder.

    What is on the in-process bus when it stops would stay there in a run on RabbitMQ.
    """
    database_url = running_postgres(data_dir / "postgres")
    assert database_url
    wait_for(lambda: not unmade_papers(database_url), "the papers", seconds=PATIENCE)
    wait_for(lambda: not unsettled(database_url), "everything to arrive", seconds=PATIENCE)


def unsettled(database_url: str) -> set[str]:
    """The events that are on their way: in an outbox, or on the bus of the run in one process."""
    unsent = SQL("SELECT message_id FROM {}.outbox WHERE sent_at IS NULL")
    outboxes = [unsent.format(Identifier(str(metadata_of(name).schema))) for name in NAMES]
    unread = SQL("SELECT message_id FROM bus.local_bus WHERE dead_reason IS NULL")
    found = rows(database_url, SQL(" UNION ALL ").join([*outboxes, unread]))
    return {row["message_id"] for row in found}


def unmade_papers(database_url: str) -> int:
    """How many PDFs the worker has still to make."""
    (row,) = rows(database_url, SQL("SELECT count(*) FROM invoicing.papers WHERE made_at IS NULL"))
    return int(row["count"])


def rows(database_url: str, query: SQL | Composed, *parameters: Any) -> list[dict[str, Any]]:
    """What is in the database."""
    with psycopg.connect(database_url, row_factory=dict_row, connect_timeout=10) as connection:
        return connection.execute(query, parameters).fetchall()
