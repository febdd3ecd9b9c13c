"""`foyer invariants`, and where the tool looks: what it says when something is not there."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from foyer_operator.invariants import INVARIANTS, Broken, broken_invariants
from foyer_operator.output import duration
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.processes import free_port
from foyer_shared.messaging.transport import Transport
from foyer_shared.testing.installation import Installation
from sqlalchemy import make_url

Foyer = Callable[..., Awaitable[Any]]
Story = dict[str, str]


def _foyer(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("foyer")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FOYER_")}
    return subprocess.run(
        [program, *arguments],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


async def test_invariants_are_ticked_off(foyer: Foyer, story: Story) -> None:
    said = await foyer("invariants")
    assert said.code == 0
    assert said.out.splitlines() == [f"✓ {each.name}: {each.sentence}" for each in INVARIANTS]
    assert (await foyer("invariants", "--json")).json == [
        {"name": each.name, "holds": True, "rows": []} for each in INVARIANTS
    ]


async def test_a_broken_one_shows_its_rows(foyer: Foyer, system: Installation, story: Story) -> None:
    await system.sql("UPDATE support.number_series SET last = 1026")
    said = await foyer("invariants", "--wait", "0")
    assert said.code == 1
    (at,) = (at for at, line in enumerate(said.lines) if line[0] == "✗")
    assert said.lines[at][1] == "numbers_are_gapless:"
    assert said.lines[at + 1] == ["series", "business", "year", "number", "how"]
    assert [line[3] for line in said.lines[at + 2 : at + 22]] == [str(number) for number in range(1002, 1022)]
    assert said.out.splitlines()[at + 22] == "… and 5 more (--json shows all)"
    rows = {each["name"]: each for each in (await foyer("invariants", "--wait", "0", "--json")).json}
    assert (rows["numbers_are_gapless"]["holds"], len(rows["numbers_are_gapless"]["rows"])) == (False, 25)


async def test_what_is_on_its_way_may_arrive(
    foyer: Foyer, system: Installation, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    await system.stop()
    await system.sql("UPDATE support.outbox SET sent_at = NULL")
    assert (await foyer("invariants", "--wait", "0")).code == 1
    looked, loop = asyncio.Event(), asyncio.get_running_loop()

    async def look(database_url: str, transport: Transport) -> list[Broken]:
        found = await broken_invariants(database_url, transport)
        loop.call_soon_threadsafe(looked.set)
        return found

    monkeypatch.setattr("foyer_operator.commands.invariants.broken_invariants", look)
    asking = asyncio.ensure_future(foyer("invariants", "--wait", "60"))
    await looked.wait()
    await system.start()
    assert (await asking).code == 0


def test_nothing_runs_on_the_folder(tmp_path: Path) -> None:
    said = _foyer("outbox", "status", FOYER_DATA_DIR=str(tmp_path))
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == (
        f"Foyer does not run on {tmp_path}: set FOYER_DATABASE_URL (and FOYER_AMQP_URL), start `make run`, "
        "or name its folder by FOYER_DATA_DIR.\n"
    )


def test_the_run_of_the_folder_is_found(tmp_path: Path) -> None:
    server = LocalPostgres(tmp_path / "postgres", durable=False)
    url = server.start()
    try:
        said = _foyer("deadletters", "list", FOYER_DATA_DIR=str(tmp_path))
        assert (said.returncode, said.stdout, said.stderr) == (0, "No dead letters.\n", "")
        said = _foyer("outbox", "status", FOYER_DATA_DIR=str(tmp_path))
        port = make_url(url).port
        assert (said.returncode, said.stdout) == (2, "")
        assert said.stderr.startswith(
            f'The database at 127.0.0.1:{port} refuses: relation "subscriptions.outbox"'
        )
        assert len(said.stderr.splitlines()) == 1
    finally:
        server.stop()


def test_secrets_come_from_files_too(tmp_path: Path, postgres_url: str) -> None:
    wrong = make_url(postgres_url).set(password="guessed", database="postgres")
    (tmp_path / "foyer_database_url").write_text(wrong.render_as_string(hide_password=False))
    said = _foyer("outbox", "status", FOYER_SECRETS_DIR=str(tmp_path))
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == (
        f"The database at {wrong.host}:{wrong.port} refuses: "
        f'password authentication failed for user "{wrong.username}"\n'
    )


@pytest.mark.parametrize("arguments", [("outbox", "status"), ("deadletters", "list"), ("invariants",)])
def test_a_database_that_is_away(arguments: tuple[str, ...]) -> None:
    port = free_port()
    said = _foyer(*arguments, FOYER_DATABASE_URL=f"postgresql://foyer:secret@127.0.0.1:{port}/foyer")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == f"The database at 127.0.0.1:{port} does not answer.\n"


def test_a_bus_that_is_away(postgres_url: str) -> None:
    port = free_port()
    bus = f"amqp://foyer:secret@127.0.0.1:{port}/"
    said = _foyer("deadletters", "list", FOYER_DATABASE_URL=postgres_url, FOYER_AMQP_URL=bus)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == f"RabbitMQ at 127.0.0.1:{port} does not answer.\n"


def test_a_setting_that_is_wrong() -> None:
    said = _foyer("outbox", "status", FOYER_DATABASE_URL="here")
    assert (said.returncode, said.stderr) == (2, "FOYER_DATABASE_URL is no address of a database.\n")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, None), (0.4, "0 s"), (61, "1 min 1 s"), (3600, "1 h"), (90061, "1 d 1 h")],
)
def test_durations(seconds: float | None, text: str | None) -> None:
    assert duration(seconds) == text
