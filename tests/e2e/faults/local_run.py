"""`make run` as a process that can be killed and started again on the same data."""

import signal
import subprocess
import sys
from pathlib import Path

from foyer_local.secrets import local_secrets
from foyer_shared.local_servers.processes import free_port
from foyer_shared.local_servers.rabbitmq import mark_of
from foyer_shared.local_servers.running import running_postgres, running_rabbitmq
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.transport import Transport

from tests.e2e.environment import with_settings
from tests.e2e.faults import dying
from tests.e2e.faults.fleet import PATIENCE, Doom, answers_ok
from tests.e2e.waiting import wait_for


class LocalRun:
    """One data folder, one port, one bus (`in-process` or `rabbitmq`), and a process at a time.

    `more` are further environment variables.
    """

    def __init__(self, data_dir: Path, bus: str, *, module: str = "foyer_local", **more: str) -> None:
        self.log = data_dir / "run.log"
        self.api_key = local_secrets(data_dir / "keys").demo_api_key
        port = free_port()
        self.url = f"http://localhost:{port}"
        self._data_dir = data_dir
        self._bus = bus
        self._module = module
        self._settings = {
            "FOYER_PORT": str(port),
            "FOYER_DATA_DIR": str(data_dir),
            "FOYER_BUS": bus,
            **more,
        }
        self._note = data_dir / "doom"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, doom: Doom | None = None) -> None:
        """Start it and wait until it is ready; with a doom it kills itself there, later on."""
        self._note.unlink(missing_ok=True)
        dying.armed(self._note).unlink(missing_ok=True)
        command = doom.command(self._module, self._note) if doom else ["-m", self._module]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                env=with_settings(self._settings),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(self._is_ready, "`make run` to be ready", seconds=PATIENCE)
        dying.armed(self._note).touch()

    def kill(self) -> None:
        """`kill -9`, for it alone: what it has started stays."""
        assert self._process is not None
        self._process.kill()
        assert self._process.wait() == -signal.SIGKILL

    def wait_for_doom(self) -> None:
        """Wait until it has killed itself where it should."""
        process = self._process
        assert process is not None
        wait_for(lambda: process.poll() is not None, "`make run` to kill itself", seconds=PATIENCE)
        assert process.returncode == -signal.SIGKILL
        assert self._note.exists()

    def stop(self, sign: signal.Signals = signal.SIGTERM, *, seconds: float = 30) -> int | None:
        """Stop it; its exit status, None when it does not run."""
        if self._process is None or self._process.poll() is not None:
            return None
        self._process.send_signal(sign)
        return self._process.wait(seconds)

    def postmasters(self) -> list[int]:
        """The processes that are a Postgres on this folder."""
        return processes_with(f"-D\0{self._data_dir / 'postgres' / 'cluster'}\0")

    def brokers(self) -> list[int]:
        """The processes that are a RabbitMQ node on this folder."""
        return nodes_on(self._data_dir / "rabbitmq")

    @property
    def database_url(self) -> str:
        """The Postgres that runs now, also when its owner is dead."""
        url = running_postgres(self._data_dir / "postgres")
        assert url
        return url

    def transport(self) -> Transport:
        """The bus, to look at."""
        if self._bus == "in-process":
            return InProcessTransport(self.database_url)
        url = running_rabbitmq(self._data_dir / "rabbitmq")
        assert url
        return RabbitTransport(url)

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log.read_text()[-3000:]
        if not answers_ok(f"{self.url}/healthz"):
            return False
        assert "Foyer is ready" in self.log.read_text(), "/healthz was 200 before the ready line"
        return True


def processes_with(text: str) -> list[int]:
    """Those that have the text in their command line, in which a NUL ends each argument."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if text.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:  # It has ended meanwhile.
            continue
    return found


def nodes_on(folder: Path) -> list[int]:
    """The processes that are a RabbitMQ node on the folder, without the shells that started them."""
    return [pid for pid in processes_with(mark_of(folder)) if _is_erlang(pid)]


def _is_erlang(pid: int) -> bool:
    return "beam" in (Path("/proc") / str(pid) / "comm").read_text()
