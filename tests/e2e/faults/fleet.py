"""Six services as seven processes, each of which can be killed and started again alone."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx
from foyer_local.secrets import local_secrets
from foyer_local.services import BEHIND_THE_PORTAL
from foyer_shared.local_servers.processes import free_port
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.transport import Transport

from tests.e2e.environment import service_settings, with_settings
from tests.e2e.faults import dying
from tests.e2e.waiting import wait_for

PARTS = (
    "subscriptions api",
    "subscriptions worker",
    *(f"{name} all" for name in ("invoicing", "payments", "support", "notifications", "portal-bff")),
)
"""The service that the load works on has its two roles apart; the others do both in one process."""

PATIENCE = 600
"""Seconds for what takes a few where nobody else is at work; a busy machine may take minutes for a start."""

LONGEST_ANSWER = 60
"""Seconds for what is asked on a private port, which takes milliseconds where nobody else is at work."""

LONGEST_STOP = 60
"""Seconds: five on a machine that is not busy, as the product promises; these share theirs with a load."""


@dataclass(frozen=True, slots=True)
class Doom:
    """Where a process is to die: with the `number`th message at the point, which is a function of `dying`."""

    point: Callable[[dying.Death], None]
    number: int

    def command(self, module: str, note: Path) -> list[str]:
        """Python's arguments for the module with this doom; what it had at hand will stand in the note."""
        return [dying.__file__, self.point.__name__, str(self.number), str(note), module]


@dataclass
class Part:
    """One process: a service in a role, on a private port that it keeps over its lives."""

    service: str
    role: str
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    doom: Path | None = None
    """Where the process notes what it had at hand when it killed itself."""

    @property
    def url(self) -> str:
        """Its private port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def module(self) -> str:
        """What it runs."""
        return f"foyer_{self.service.replace('-', '_')}.main"

    def lives(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None


class Fleet:
    """The services on one database and one bus; the data folder has their keys and keeps their logs."""

    def __init__(self, data_dir: Path, *, database_url: str, amqp_url: str, port: int) -> None:
        self.url = f"http://localhost:{port}"
        self.database_url = database_url
        self.amqp_url = amqp_url
        self.parts: dict[str, Part] = {}
        self._folder = data_dir / "fleet"
        self._folder.mkdir(exist_ok=True)
        secrets = local_secrets(data_dir / "keys")
        self.api_key = secrets.demo_api_key
        for name in PARTS:
            self._part(name)
        doors = {part.service: part.port for part in self.parts.values() if part.role in {"api", "all"}}
        self._settings = service_settings(
            secrets,
            database_url=database_url,
            amqp_url=amqp_url,
            public_port=port,
            ports={name: doors[name] for name in BEHIND_THE_PORTAL},
            database_pool=5,
        )

    def __enter__(self) -> Self:
        """All of them started and ready."""
        with ExitStack() as undo:
            undo.callback(self.stop)
            self.start_missing()
            undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """All of them stopped."""
        self.stop()

    def start(self, name: str, *, doom: Doom | None = None) -> Part:
        """Start a process and do not wait. With a doom it will kill itself there, once that is armed.

        It is `portal-bff all`, say, or `subscriptions worker 2` for one beside the first.
        """
        part = self._part(name)
        assert not part.lives(), f"{name} runs already"
        part.doom = None
        command = ["-m", part.module]
        if doom:
            part.doom = self._folder / f"{name}.doom".replace(" ", "-")
            part.doom.unlink(missing_ok=True)
            dying.armed(part.doom).unlink(missing_ok=True)
            command = doom.command(part.module, part.doom)
        with part.log.open("ab") as log:
            part.process = subprocess.Popen(
                [sys.executable, *command, part.role],
                env=with_settings(self._settings | {"FOYER_PORT": str(part.port)}),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return part

    def start_doomed(self, name: str, doom: Doom) -> None:
        """Start a process that kills itself, though not before it works."""
        part = self.start(name, doom=doom)
        self.wait_until_ready(name)
        assert part.doom is not None
        dying.armed(part.doom).touch()

    def start_missing(self) -> None:
        """Start those of the seven that do not run, and wait until they are ready."""
        for name in PARTS:
            if not self.parts[name].lives():
                self.start(name)
        for name in PARTS:
            self.wait_until_ready(name)

    def restore(self) -> None:
        """Just the seven, each living an ordinary life."""
        for name, part in self.parts.items():
            if part.lives() and (part.doom or name not in PARTS):
                self.kill(name)
        self.start_missing()

    def wait_until_ready(self, name: str) -> None:
        """Return when the process works; fails with its log when it has ended."""
        part = self.parts[name]

        def is_ready() -> bool:
            assert part.lives(), f"{name} has ended:\n{part.log.read_text()[-3000:]}"
            return answers_ok(f"{part.url}/readyz")

        wait_for(is_ready, f"{name} to be ready", seconds=PATIENCE)

    def kill(self, name: str) -> None:
        """`kill -9`."""
        process = self.parts[name].process
        assert process is not None
        process.kill()
        assert process.wait() == -signal.SIGKILL

    def wait_for_doom(self, name: str) -> list[str]:
        """Wait until the process has killed itself; the ids of the messages that it had at hand."""
        part = self.parts[name]
        assert part.process is not None
        assert part.doom is not None
        wait_for(lambda: not part.lives(), f"{name} to kill itself", seconds=PATIENCE)
        assert part.process.returncode == -signal.SIGKILL
        message_ids: list[str] = json.loads(part.doom.read_text())
        return message_ids

    def stop_parts(self, *names: str) -> None:
        """Stop some side by side; each must end in an orderly way: with 0, for it catches the signal."""
        parts = [self.parts[name] for name in names]
        for part in parts:
            assert part.process is not None
            part.process.send_signal(signal.SIGTERM)
        wait_for(lambda: not any(part.lives() for part in parts), f"{names} to stop", seconds=LONGEST_STOP)
        for part in parts:
            assert part.process is not None
            assert part.process.returncode == 0, part.log.read_text()[-3000:]

    def stop(self) -> None:
        """Stop them side by side; who does not end in time is killed."""
        running = [part.process for part in self.parts.values() if part.process and part.lives()]
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            try:
                process.wait(LONGEST_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def transport(self) -> Transport:
        """The bus, to look at."""
        return RabbitTransport(self.amqp_url)

    def operate(self, *arguments: str) -> str:
        """What the operator's tool prints; it must end well."""
        settings = {"FOYER_DATABASE_URL": self.database_url, "FOYER_AMQP_URL": self.amqp_url}
        tool = subprocess.run(
            [sys.executable, "-m", "foyer_operator", *arguments],
            env=with_settings(settings),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert tool.returncode == 0, tool.stderr
        return tool.stdout

    def backlogs(self) -> list[dict[str, Any]]:
        """What each living process says of its service: all zeros when everything has arrived."""
        return [
            httpx.get(f"{part.url}/backlog", timeout=LONGEST_ANSWER).json()
            for part in self.parts.values()
            if part.lives()
        ]

    def repeated(self, service: str) -> int:
        """How many events the service's living processes dropped because they had seen them before."""
        return sum(
            int(float(line.rpartition(" ")[2]))
            for part in self.parts.values()
            if part.service == service and part.lives()
            for line in httpx.get(f"{part.url}/metrics", timeout=LONGEST_ANSWER).text.splitlines()
            if line.startswith("foyer_events_repeated_total{")
        )

    def _part(self, name: str) -> Part:
        if name not in self.parts:
            service, role = name.split(" ")[:2]
            self.parts[name] = Part(service, role, self._folder / f"{name}.log".replace(" ", "-"))
        return self.parts[name]


def answers_ok(url: str) -> bool:
    """Whether a GET is answered by 200."""
    try:
        return httpx.get(url, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
