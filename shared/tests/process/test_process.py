"""A process answers, works, says how it is, and stops in order."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_shared.http.callers import CallerTokenMint, Surface
from foyer_shared.http.client import Refused, ServiceClient
from foyer_shared.http.server import CannotListen
from foyer_shared.process import Process, Role, main
from foyer_shared.settings.process import ProcessSettings
from foyer_shared.storage.database import Database
from foyer_shared.testing import a_caller, announced
from foyer_shared.testing.callers import a_key_pair
from foyer_shared.testing.plugin import SettingsFor

Run = Callable[[Role], Awaitable[Process]]


@pytest.fixture
def mint() -> CallerTokenMint:
    """The portal's."""
    return CallerTokenMint(a_key_pair()[0])


async def test_a_command_over_http_reaches_its_reader(run: Run, watched: Any, mint: CallerTokenMint) -> None:
    process = await run(Role.ALL)
    client = ServiceClient(process.url, "support", mint)
    try:
        answer = await client.post("/customer/tickets", caller=a_caller(Surface.CUSTOMER))
    finally:
        await client.close()
    assert answer == {"event": "ticket.opened"}
    await asyncio.wait_for(watched.handled_one.wait(), 10)
    assert watched.handled == ["tic_1"]


async def test_an_api_process_answers_and_leaves_the_work_to_others(
    run: Run, watched: Any, mint: CallerTokenMint, asking: httpx.AsyncClient, database: Database
) -> None:
    process = await run(Role.API)
    client = ServiceClient(process.url, "support", mint)
    try:
        await client.post("/customer/tickets", caller=a_caller(Surface.CUSTOMER))
    finally:
        await client.close()
    assert len(await announced(database)) == 1
    assert (await asking.get(f"{process.url}/backlog")).json() == {
        "service": "support",
        "outbox": 1,
        "queue": 0,
        "in_flight": 0,
        "dead": 0,
    }
    assert (watched.handled, watched.steps) == ([], ["start 1", "start 2"])


async def test_a_worker_has_no_doors(run: Run, asking: httpx.AsyncClient, mint: CallerTokenMint) -> None:
    process = await run(Role.WORKER)
    assert process.public_url is None
    assert (await asking.get(f"{process.url}/livez")).status_code == 200
    client = ServiceClient(process.url, "support", mint)
    try:
        with pytest.raises(Refused):
            await client.post("/customer/tickets", caller=a_caller(Surface.CUSTOMER))
    finally:
        await client.close()


async def test_probes_and_prometheus_are_answered(run: Run, asking: httpx.AsyncClient) -> None:
    process = await run(Role.ALL)
    live, ready = [await asking.get(process.url + path) for path in ("/livez", "/readyz")]
    assert (live.status_code, live.json()) == (200, {"service": "support", "alive": True})
    assert (ready.status_code, ready.json()) == (
        200,
        {"service": "support", "ready": True, "database": True, "bus": True},
    )
    metrics = (await asking.get(f"{process.url}/metrics")).text
    assert "foyer_request_seconds" in metrics
    assert "foyer_outbox_oldest_seconds" in metrics
    assert (await asking.get(f"{process.url}/openapi.json")).json()["info"]["title"] == "support"


async def test_without_its_database_a_process_is_alive_but_not_ready(
    run: Run, asking: httpx.AsyncClient, watched: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Database(
        "postgresql://foyer:foyer@127.0.0.1:1/foyer", watched.service.database.tables.outbox.metadata
    )
    process = await run(Role.API)
    monkeypatch.setattr(watched.service.database, "session", nowhere.session)
    assert (await asking.get(f"{process.url}/livez")).status_code == 200
    ready = await asking.get(f"{process.url}/readyz")
    assert (ready.status_code, ready.json()["ready"], ready.json()["database"]) == (503, False, False)
    backlog = await asking.get(f"{process.url}/backlog")
    assert (backlog.status_code, backlog.json()) == (503, {"service": "support", "unknown": True})


async def test_the_portal_has_a_second_public_port(run: Run, asking: httpx.AsyncClient) -> None:
    process = await run(Role.API)
    assert process.public_url is not None
    assert process.public_url != process.url
    assert (await asking.get(f"{process.public_url}/livez")).status_code == 404


async def test_a_taken_port_is_one_clear_line(run: Run, watched: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        watched.service.public_port = port
        with pytest.raises(CannotListen, match=f"^Port {port} on 127.0.0.1 is taken by another program.$"):
            await run(Role.API)
    assert watched.steps == ["start 1", "start 2", "before stop", "stop 2", "stop 1"]


async def test_a_process_stops_in_order_and_in_time(
    run: Run, watched: Any, asking: httpx.AsyncClient
) -> None:
    process = await run(Role.ALL)
    assert (await asking.get(f"{process.url}/livez")).status_code == 200
    async with asyncio.timeout(5):
        await process.stop()
    assert watched.steps == ["start 1", "start 2", "job", "before stop", "stop 2", "stop 1"]
    with pytest.raises(httpx.ConnectError):
        await asking.get(f"{process.url}/livez")
    assert {task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("support")} == set()


def test_at_its_end_a_process_does_not_look_for_garbage() -> None:
    program = """
from foyer_shared.process import end_quickly
class Garbage:
    def __init__(self): self.me = self
    def __del__(self): print("found")
end_quickly()
Garbage()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == ""


async def test_what_breaks_is_not_hidden(run: Run, watched: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def break_down(*_: Any) -> None:
        raise LookupError

    monkeypatch.setattr("foyer_shared.process.run_job", break_down)
    process = await run(Role.WORKER)
    with pytest.raises(LookupError):
        await asyncio.wait_for(process.until_broken(), 5)


def test_wrong_settings_are_one_line_each(monkeypatch: pytest.MonkeyPatch, watched: Any) -> None:
    monkeypatch.setattr("sys.argv", ["main.py", "api"])
    monkeypatch.setattr("os.environ", {"FOYER_DATABASE_URL": "postgresql://x", "FOYER_PORT": "99999"})
    with pytest.raises(SystemExit) as ended:
        main(lambda _: watched.service, ProcessSettings)
    assert str(ended.value).splitlines() == [
        "FOYER_PORT: Input should be less than or equal to 65535",
        "FOYER_CALLER_KEYS: Field required",
    ]


def test_what_comes_before_the_processes_is_done_once(
    monkeypatch: pytest.MonkeyPatch, watched: Any, database: Database, settings_for: SettingsFor
) -> None:
    done: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "foyer_shared.process._ONCE",
        {"migrate": lambda *_: None, "await-migration": lambda url, name: done.append((url, name))},
    )
    monkeypatch.setattr("sys.argv", ["main.py", "await-migration"])
    settings = settings_for(ProcessSettings, database)

    main(lambda _: watched.service, lambda: settings)

    assert done == [(settings.database_url.get_secret_value(), "support")]
    assert watched.steps == []


def test_a_role_must_be_named(monkeypatch: pytest.MonkeyPatch, watched: Any) -> None:
    monkeypatch.setattr("sys.argv", ["main.py", "everything"])
    with pytest.raises(SystemExit) as ended:
        main(lambda _: watched.service, ProcessSettings)
    assert ended.value.code == 2
