"""The whole system in each way to run, started as processes and seen from outside."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from foyer_local.secrets import local_secrets
from foyer_local.services import BEHIND_THE_PORTAL, NAMES
from foyer_shared.local_servers.postgres import LocalPostgres
from foyer_shared.local_servers.processes import free_port
from playwright.sync_api import ViewportSize

from tests.e2e.environment import service_settings, with_settings

FIRST_START = 900
"""Seconds that the first start may take on the slowest machine; it plants the demo."""
STOP = 8
"""Seconds within which everything ends, however busy the machine: services are cut off after three, and the
servers beneath them after four more. With the machine for itself it takes one or two.
"""
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


KEY = "foyer_sk_of_our_own"
"""The key that the embedded run is told to accept."""


class Foyer:
    """A running system: its address, its log, its mails, and the key of the business at the address."""

    def __init__(self, url: str, log: Path, key: str = KEY) -> None:
        self.url = url
        self.log = log
        self.key = key

    def client(self, **headers: str) -> httpx.Client:
        """For programs."""
        return httpx.Client(base_url=self.url, headers=headers, timeout=20)

    def mails(self, to: str) -> list[dict[str, Any]]:
        """The mails to an address, newest first."""
        with self.client() as client:
            found = client.get("/dev/mail.json", params={"to": to})
        mails: list[dict[str, Any]] = found.raise_for_status().json()["data"]
        return mails

    def wait_for_mail(self, to: str, message: str, *, more_than: int = 0) -> dict[str, Any]:
        """The newest mail of this kind, once there are more than so many."""

        def newest() -> dict[str, Any] | None:
            found = [mail for mail in self.mails(to) if mail["message"] == message]
            return found[0] if len(found) > more_than else None

        mail: dict[str, Any] = until(newest, f"a mail {message} to {to}")
        return mail

    def count(self, to: str, message: str) -> int:
        """How many mails of this kind were sent to the address."""
        return sum(mail["message"] == message for mail in self.mails(to))


class Program:
    """A process of ours that a test can stop, start again, and let hang."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self._arguments = arguments
        self._environment = environment
        self._log = log
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as out:
            return subprocess.Popen(
                [sys.executable, *self._arguments],
                env=with_settings(self._environment),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def start(self) -> None:
        """Start it again, unless it runs."""
        if self.process.poll() is not None:
            self.process = self._start()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def wait(self) -> int:
        """Its exit code; it is killed when it does not end in time."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(STOP)
        self.process.kill()
        return self.process.wait()


class Separate(Foyer):
    """The services in processes of their own; `private_urls` has the port that only they ask, by name."""

    def __init__(self, url: str, log: Path, database_url: str, private_urls: dict[str, str]) -> None:
        super().__init__(url, log)
        self.database_url = database_url
        self.private_urls = private_urls
        self._programs: dict[str, list[Program]] = {}

    def add(self, name: str, *programs: Program) -> None:
        """These run the service."""
        self._programs[name] = list(programs)

    def signal(self, number: signal.Signals, *names: str) -> None:
        """Send a signal to the api and worker of these services."""
        for program in self._of(names):
            program.signal(number)

    def stop(self, *names: str) -> None:
        """Stop them, one service after the other as an operator does; each must end well and in time."""
        for name in names:
            codes = self._end(name)
            assert codes == [0, 0], f"{name}'s worker and api ended with {codes}"

    def end_all(self) -> None:
        """Stop whatever runs still, however it ends."""
        for name in self._programs:
            self._end(name)

    def _end(self, name: str) -> list[int]:
        for program in self._programs[name]:
            program.signal(signal.SIGTERM)
        return [program.wait() for program in self._programs[name]]

    def start(self, *names: str) -> None:
        """Start them again, and wait until all is ready."""
        for program in self._of(names):
            program.start()
        self.wait_until_healthy()

    def wait_until_healthy(self) -> None:
        """Return when all is ready."""
        wait_until_healthy(self.url, self._programs["portal-bff"][-1].process, self.log)

    def _of(self, names: tuple[str, ...]) -> list[Program]:
        return [program for name in names for program in self._programs[name]]


def until(look: Callable[[], Any], what: str, *, seconds: float = 60) -> Any:
    """What is found, once something is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    pytest.fail(f"waited {seconds} s for {what}")


@contextmanager
def started(
    arguments: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours; it is stopped by SIGTERM and must end well and in time."""
    program = Program(arguments, environment, log)
    try:
        yield program.process
    finally:
        program.signal(signal.SIGTERM)
        code = program.wait()
    assert code == 0, f"ended with {code}:\n{log.read_text()[-3000:]}"


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when `/healthz` says so; fail with the log when the process ends before."""
    end = time.monotonic() + FIRST_START
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"ended with {process.returncode}:\n{log.read_text()[-3000:]}")
        try:
            if httpx.get(f"{url}/healthz", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"not healthy after {FIRST_START} s:\n{log.read_text()[-3000:]}")


@contextmanager
def embedded(data_dir: Path, bus: str, port: int, **more: str) -> Iterator[Foyer]:
    """`make run`, without make; `more` are further environment variables."""
    log = data_dir / f"{bus}.log"
    environment = {
        "FOYER_PORT": str(port),
        "FOYER_DATA_DIR": str(data_dir),
        "FOYER_BUS": bus,
        "FOYER_API_KEY": KEY,
        "FOYER_DEMO_CUSTOMERS": "20",
        "FOYER_LOG_LEVEL": "DEBUG",
        **more,
    }
    with started(["-m", "foyer_local"], environment, log) as process:
        url = f"http://localhost:{port}"
        wait_until_healthy(url, process, log)
        yield Foyer(url, log)


@contextmanager
def separate(data_dir: Path, amqp_url: str, port: int, **more: str) -> Iterator[Separate]:
    """Six services as twelve processes, api and worker apart, on RabbitMQ; `more` as above."""
    log = data_dir / "separate.log"
    postgres = LocalPostgres(data_dir / "postgres")
    with ExitStack() as stack:
        stack.callback(postgres.stop)
        ports = {name: free_port() for name in NAMES}
        private_urls = {name: f"http://127.0.0.1:{own}" for name, own in ports.items()}
        url = f"http://localhost:{port}"
        foyer = Separate(url, log, postgres.start(), private_urls)
        stack.callback(foyer.end_all)
        settings = service_settings(
            local_secrets(data_dir / "keys"),
            database_url=foyer.database_url,
            amqp_url=amqp_url,
            public_port=port,
            ports={name: ports[name] for name in BEHIND_THE_PORTAL},
            database_pool=3,
        )
        environment = settings | {"FOYER_LOG_LEVEL": "DEBUG", **more}
        for name in NAMES:
            module = f"foyer_{name.replace('-', '_')}.main"
            own = environment | {"FOYER_PORT": str(ports[name])}
            foyer.add(
                name,
                Program(["-m", module, "worker"], environment, log),
                Program(["-m", module, "api"], own, log),
            )
        foyer.wait_until_healthy()
        yield foyer
        foyer.stop(*NAMES)
