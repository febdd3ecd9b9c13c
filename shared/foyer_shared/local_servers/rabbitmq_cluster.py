"""A private RabbitMQ cluster of three nodes on one machine, each of which can die alone."""

import json
import secrets
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from foyer_shared.local_servers.processes import free_port, kill
from foyer_shared.local_servers.rabbitmq import LocalRabbitMQ, Membership, start_name_server

NAMES = ("one", "two", "three")


class LocalRabbitMQCluster:
    """Three nodes on one folder, which nobody will miss: `start()` starts those that do not run."""

    def __init__(self, folder: Path, *, password: str) -> None:
        self._folder = folder.absolute()
        self._names_port = free_port()
        self._names: subprocess.Popen[bytes] | None = None
        self.nodes = [
            LocalRabbitMQ(
                self._folder / name,
                membership=Membership(name, NAMES, self._folder, self._names_port, password),
            )
            for name in NAMES
        ]

    def start(self) -> None:
        """Start the nodes that do not run, and wait until they take connections."""
        if self._names is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            cookie = self._folder / ".erlang.cookie"
            cookie.touch(mode=0o600)
            cookie.write_text(secrets.token_hex(16))
            self._names = start_name_server(self._names_port, self._folder)
        with ThreadPoolExecutor(len(self.nodes)) as pool:  # Each waits for the others the first time.
            list(pool.map(LocalRabbitMQ.start, [node for node in self.nodes if not node.lives]))

    def stop(self) -> None:
        """Kill them all."""
        for node in self.nodes:
            node.stop(at_once=True)
        if self._names is not None:
            kill(self._names)
            self._names = None

    def leader(self, queue: str) -> LocalRabbitMQ:
        """The node that leads a quorum queue; the others only follow."""
        asked = next(node for node in self.nodes if node.lives)
        found = json.loads(asked.ask("list_queues", "name", "leader", "--formatter", "json"))
        name = next(each["leader"] for each in found if each["name"] == queue)
        return next(node for node in self.nodes if node.name == name)
