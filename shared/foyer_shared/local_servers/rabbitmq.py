"""A private RabbitMQ node from the binaries that the system has."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from foyer_shared.local_servers.errors import BinariesMissing
from foyer_shared.local_servers.processes import (
    end_left_behind,
    free_port,
    gone_with_us,
    kill,
    own_folder,
    stop,
    wait_until_ready,
)

START_SECONDS = 60
STOP_SECONDS = 4
LEFT_BEHIND_SECONDS = 30
"""A node whose owner was killed gets longer: nobody waits for its end at a terminal."""
# Debian's /usr/sbin/rabbitmq-server is a wrapper that changes the user and ignores our folders.
_DEBIAN = Path("/usr/lib/rabbitmq/bin")
_AMQP_GREETING = b"AMQP\x00\x00\x09\x01"


def find_binaries() -> Path | None:
    """The folder with `rabbitmq-server`, None when it or Erlang is not installed."""
    found = shutil.which("rabbitmq-server", path=f"{_DEBIAN}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    return Path(found).parent if found and shutil.which("epmd") else None


def mark_of(folder: Path) -> str:
    """What the command line of a node on this folder, an absolute one, has in it."""
    return f"foyer-{sha256(bytes(folder)).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Membership:
    """A node's place in a cluster: all that its members share."""

    name: str
    names: Sequence[str]
    home: Path
    """Where Erlang's cookie lies."""
    names_port: int
    """Of the name server, which somebody else runs."""
    password: str

    def settings(self) -> dict[str, str]:
        """How a node finds the others, and what it does when it has lost most of them."""
        found = "cluster_formation.classic_config.nodes"
        return {
            "cluster_formation.peer_discovery_backend": "classic_config",
            **{f"{found}.{number}": f"{name}@localhost" for number, name in enumerate(self.names, 1)},
            "cluster_formation.randomized_startup_delay_range.min": "0",
            "cluster_formation.randomized_startup_delay_range.max": "1",
            "cluster_partition_handling": "pause_minority",
            "net_ticktime": "5",
        }


class LocalRabbitMQ:
    """One node on one folder: `start()` gives its AMQP URL, `stop()` ends it.

    The folder belongs to one process at a time; a node that a killed owner left behind is ended first.
    `management=True` adds the HTTP API, which makes stopping slow.
    """

    def __init__(
        self, folder: Path, *, management: bool = False, membership: Membership | None = None
    ) -> None:
        self.folder = folder.absolute()
        self.name = f"{membership.name if membership else 'foyer'}@localhost"
        self._membership = membership
        self.url = ""
        self.management_url = ""
        self._management = management
        self._mark = mark_of(self.folder)
        self._lock: IO[bytes] | None = None
        self._names: subprocess.Popen[bytes] | None = None
        self._node: subprocess.Popen[bytes] | None = None
        self._environment: dict[str, str] = {}

    def start(self) -> str:
        """Start it and wait until it takes connections; a LocalServerError says in one line why it cannot."""
        programs = find_binaries()
        if programs is None:
            raise BinariesMissing("RabbitMQ is not installed here (Debian: apt-get install rabbitmq-server).")
        self._lock = own_folder(self.folder)
        try:
            self._end_left_behind()
            self.url = self._launch(programs)
        except BaseException:
            self.stop()
            raise
        return self.url

    @property
    def processes(self) -> list[subprocess.Popen[bytes]]:
        """The node and its name server, each at the head of a session of its own."""
        return [process for process in (self._node, self._names) if process]

    def stop(self, *, at_once: bool = False) -> None:
        """End it within STOP_SECONDS; `at_once` is for a node whose data nobody will miss."""
        if self._node is not None:
            kill(self._node) if at_once else stop(self._node, signal.SIGTERM, STOP_SECONDS)
        if self._names is not None:
            kill(self._names)
            (self.folder / "names.port").unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
        self._node = self._names = self._lock = None

    @property
    def lives(self) -> bool:
        """Whether it was started and has not been stopped."""
        return self._node is not None and self._node.poll() is None

    def freeze(self) -> None:
        """Stop it in the middle of whatever it does; it holds its connections and answers nobody."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def ask(self, *question: str) -> str:
        """What `rabbitmqctl` says of the running node."""
        programs = find_binaries()
        if programs is None:
            raise BinariesMissing("RabbitMQ is not installed here.")
        command = [str(programs / "rabbitmqctl"), "--node", self.name, "--quiet", *question]
        answer = subprocess.run(
            command, env=self._environment, capture_output=True, check=True, text=True, timeout=START_SECONDS
        )
        return answer.stdout

    def _signal(self, sign: signal.Signals) -> None:
        if self._node is not None:
            os.killpg(self._node.pid, sign)

    def _end_left_behind(self) -> None:
        names_port = self.folder / "names.port"
        # A node writes its own id when it is nearly up; until then only what started it is known.
        for note in (self.folder / "starter.pid", self.folder / "pid"):
            if note.exists():
                end_left_behind(int(note.read_text()), self._mark, signal.SIGTERM, LEFT_BEHIND_SECONDS)
                note.unlink(missing_ok=True)
        if names_port.exists():
            ask = [_name_server(), "-port", names_port.read_text(), "-kill"]
            subprocess.run(ask, capture_output=True, check=False, timeout=STOP_SECONDS)
            names_port.unlink()

    def _launch(self, programs: Path) -> str:
        port = free_port()
        password = self._configure(port)
        self._environment = self._make_environment(port, self._start_names())
        start = [str(programs / "rabbitmq-server"), f"-{self._mark}"]
        self._node = _run(start, self._environment, self.folder / "log")
        (self.folder / "starter.pid").write_text(str(self._node.pid))
        wait_until_ready(self._node, lambda: _greets(port), START_SECONDS, self.folder / "log")
        return f"amqp://foyer:{password}@127.0.0.1:{port}/"

    def _start_names(self) -> int:
        """The port of the name server, our own unless we are a member of a cluster."""
        if self._membership:
            return self._membership.names_port
        port = free_port()
        self._names = start_name_server(port, self.folder)
        (self.folder / "names.port").write_text(str(port))
        return port

    def _configure(self, port: int) -> str:
        password = self.folder / "password"
        if not password.exists():
            password.touch(mode=0o600)
            password.write_text(self._membership.password if self._membership else secrets.token_urlsafe(24))
        lines = {
            "listeners.tcp.1": f"127.0.0.1:{port}",
            "default_user": "foyer",
            "default_pass": password.read_text(),
            "disk_free_limit.absolute": "50MB",
            "vm_memory_high_watermark.absolute": "512MB",
        }
        if self._membership:
            lines |= self._membership.settings()
        if self._management:
            management_port = free_port()
            lines |= {"management.tcp.ip": "127.0.0.1", "management.tcp.port": str(management_port)}
            self.management_url = f"http://foyer:{password.read_text()}@127.0.0.1:{management_port}"
        settings = self.folder / "rabbitmq.conf"
        settings.touch(mode=0o600)
        settings.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))
        plugins = "[rabbitmq_management]" if self._management else "[]"
        (self.folder / "enabled_plugins").write_text(f"{plugins}.\n")
        return password.read_text()

    def _make_environment(self, port: int, names_port: int) -> dict[str, str]:
        folder = self.folder
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(self._membership.home if self._membership else folder),  # Erlang's cookie.
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(names_port),
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "data"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                f"-kernel inet_dist_use_interface {{127,0,0,1}} -{self._mark}"
            ),
        }


@contextmanager
def throwaway_rabbitmq() -> Iterator[LocalRabbitMQ]:
    """A started node with its HTTP API, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="foyer-rabbitmq-") as folder:
        node = LocalRabbitMQ(Path(folder), management=True)
        node.start()
        try:
            with gone_with_us(node.processes, Path(folder)):
                yield node
        finally:
            node.stop(at_once=True)


def start_name_server(port: int, folder: Path) -> subprocess.Popen[bytes]:
    """Erlang's name server, as our child: a node would start it as a daemon that outlives it."""
    command = [_name_server(), "-address", "127.0.0.1", "-port", str(port)]
    return _run(command, {"PATH": os.environ.get("PATH", os.defpath)}, folder / "names.log")


def _run(command: list[str], environment: dict[str, str], log_path: Path) -> subprocess.Popen[bytes]:
    with log_path.open("wb") as log:
        return subprocess.Popen(
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches our process alone, which then stops the server.
        )


def _name_server() -> str:
    return str(shutil.which("epmd"))


def _greets(port: int) -> bool:
    """Whether a broker answers; the node listens only after everything else in it is up."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(_AMQP_GREETING)
            return bool(connection.recv(1))
    except OSError:
        return False
