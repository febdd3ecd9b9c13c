"""Finds the servers that another process of this machine is running on a folder, without touching them."""

from pathlib import Path

from foyer_shared.local_servers.processes import runs
from foyer_shared.local_servers.rabbitmq import mark_of


def running_postgres(folder: Path) -> str | None:
    """The URL of the server that runs on the folder, None when none does."""
    moved = folder / "moved"
    home = (moved if moved.exists() else folder).resolve()
    cluster, password = home / "cluster", home / "password"
    try:
        status = (cluster / "postmaster.pid").read_text().split()
        if status[-1] != "ready" or not runs(int(status[0]), str(cluster)):
            return None
        port = status[3]
        return f"postgresql://postgres:{password.read_text()}@127.0.0.1:{port}/postgres"
    except (FileNotFoundError, IndexError):
        return None


def running_rabbitmq(folder: Path) -> str | None:
    """The AMQP URL of the node that runs on the folder, None when none does."""
    folder = folder.absolute()
    try:
        if not runs(int((folder / "pid").read_text()), mark_of(folder)):
            return None
        settings = dict(line.split(" = ") for line in (folder / "rabbitmq.conf").read_text().splitlines())
        address = settings["listeners.tcp.1"]
        return f"amqp://foyer:{(folder / 'password').read_text()}@{address}/"
    except FileNotFoundError:
        return None
