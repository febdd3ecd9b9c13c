"""Child processes that are servers: who owns a folder, free ports, waiting, stopping."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from foyer_shared.local_servers.errors import FolderInUse, FolderUnusable, ServerDidNotStart

_POLL_SECONDS = 0.02
_WATCH = 'read -r word && exit; groups=$1; shift; kill -s KILL -- $groups; sleep 1; rm -rf "$@"'


def free_port() -> int:
    """A loopback port that nobody listens on now; another process may still be quicker to take it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_folder(folder: Path) -> IO[bytes]:
    """Make the folder ours until the returned file closes; the kernel lets go of it when we are killed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "owner.lock").open("wb")
    except OSError as error:
        raise FolderUnusable(f"The folder {folder} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise FolderInUse(
            f"Another process is running its server on {folder}; stop that one first."
        ) from error
    return lock


def runs(pid: int, mark: str) -> bool:
    """Whether a process with this id lives and has the mark in its command line, so is no reused id."""
    try:
        if Path("/proc/self").exists():
            return mark.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        listing = ["/bin/ps", "-o", "command=", "-p", str(pid)]
        return mark.encode() in subprocess.run(listing, capture_output=True, check=False, timeout=5).stdout
    except OSError:
        return False


def end_left_behind(pid: int, mark: str, sign: signal.Signals, seconds: float) -> None:
    """End a server whose owner was killed: ask with `sign`, kill its session when it is not gone in time."""
    if runs(pid, mark):
        os.kill(pid, sign)
        if not _wait(lambda: not runs(pid, mark), seconds):
            os.killpg(os.getpgid(pid), signal.SIGKILL)
            _wait(lambda: not runs(pid, mark), seconds)


def stop(process: subprocess.Popen[bytes], sign: signal.Signals, seconds: float) -> None:
    """Ask our child to end and wait; kill its whole session when it is not gone in time."""
    process.send_signal(sign)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End our child and everything in its session at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def gone_with_us(processes: Iterable[subprocess.Popen[bytes]], *folders: Path) -> Iterator[None]:
    """For the length of the block: should we be killed, our children are killed and the folders removed.

    A shell of its own session waits for a word that all is well, or for the end of its input without one.
    """
    groups = " ".join(f"-{process.pid}" for process in processes)
    watcher = subprocess.Popen(
        ["/bin/sh", "-c", _WATCH, "watch", groups, *folders],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        watcher.communicate(b"well\n")


def wait_until_ready(
    process: subprocess.Popen[bytes], is_ready: Callable[[], bool], seconds: float, log: Path
) -> None:
    """Return once the server answers; ServerDidNotStart when it ends or stays silent."""
    if _wait(lambda: process.poll() is not None or is_ready(), seconds) and process.poll() is None:
        return
    kill(process)
    raise ServerDidNotStart(f"A server did not start: {last_line(log)} (log: {log})")


def last_line(log: Path) -> str:
    """The last thing that a server wrote."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it wrote nothing"


def _wait(is_true: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > until:
            return False
        time.sleep(_POLL_SECONDS)
    return True
