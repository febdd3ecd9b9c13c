"""Foyer under load: the demo planted once, then six services as processes of their own, on RabbitMQ."""

import subprocess
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from foyer_local.secrets import local_secrets
from foyer_local.services import BEHIND_THE_PORTAL, NAMES
from foyer_shared.local_servers.processes import free_port

from tests.e2e.environment import service_settings
from tests.e2e.load.children import child

LONGEST_START = 900
"""Seconds; the first start plants the demo."""


class DidNotStart(Exception):
    """A process ended, or said nothing for too long."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Where Postgres and RabbitMQ are."""

    database_url: str
    amqp_url: str


class Foyer:
    """The six services on a data folder; they come and go by role."""

    def __init__(self, data_dir: Path, servers: Servers) -> None:
        self.servers = servers
        self.url = f"http://127.0.0.1:{free_port()}"
        self.keys = data_dir / "keys"
        self._data_dir = data_dir
        self._ports = {name: free_port() for name in NAMES}

    @contextmanager
    def running(self, *roles: str) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
        """Each service in each of the roles, as `service role`; the block begins when all are ready."""
        with ExitStack() as stack:
            processes = {
                f"{name} {role}": stack.enter_context(
                    child(
                        ["-m", f"foyer_{name.replace('-', '_')}.main", role],
                        self._environment(name, role),
                        self._data_dir / f"{name}.log",
                    )
                )
                for role in roles
                for name in NAMES
            }
            if roles != ("worker",):
                wait_until_ready(self.url, processes.values())
            yield processes

    def _environment(self, name: str, role: str) -> dict[str, str]:
        settings = service_settings(
            local_secrets(self.keys),
            database_url=self.servers.database_url,
            amqp_url=self.servers.amqp_url,
            public_port=int(self.url.rpartition(":")[2]),
            ports={service: self._ports[service] for service in BEHIND_THE_PORTAL},
        )
        return settings | {"FOYER_PORT": "0" if role == "worker" else str(self._ports[name])}


@contextmanager
def make_run(data_dir: Path) -> Iterator[tuple[float, subprocess.Popen[bytes]]]:
    """What `make run` starts: the seconds until it was ready, and its process."""
    port = free_port()
    environment = {"FOYER_PORT": str(port), "FOYER_DATA_DIR": str(data_dir)}
    began = time.monotonic()
    with child(["-m", "foyer_local"], environment, data_dir / "run.log") as process:
        wait_until_ready(f"http://localhost:{port}", [process])
        yield time.monotonic() - began, process


def wait_until_ready(
    url: str, processes: Collection[subprocess.Popen[bytes]], path: str = "/healthz"
) -> None:
    """Return when the path is answered with 200; raises DidNotStart."""
    end = time.monotonic() + LONGEST_START
    with httpx.Client(base_url=url, timeout=5) as client:
        while time.monotonic() < end and all(process.poll() is None for process in processes):
            try:
                if client.get(path).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
    raise DidNotStart(f"{url} did not become ready; its log is in the data folder.")
