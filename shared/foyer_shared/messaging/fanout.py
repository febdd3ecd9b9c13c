"""What processes tell each other in passing: to all of them, at once, kept by nobody."""

from collections.abc import Callable
from typing import Protocol

Listener = Callable[[bytes], None]
"""Takes one message; it neither waits nor raises."""

LOST = b""
"""Comes when messages may have been lost on the way: whoever listens looks for itself."""


class Fanout(Protocol):
    """Tells every process that listens, the own one too. Starting and stopping twice is harmless."""

    async def start(self) -> None:
        """Begin; returns at once, also while the bus is away."""

    async def stop(self) -> None:
        """Tell and hear no more."""

    def tell(self, message: bytes) -> None:
        """Tell it soon. Never waits and never raises; the same message twice in a moment may come once."""

    def listen(self, listener: Listener) -> None:
        """Hear everything from now on."""


class InProcessFanout:
    """Of the run in one process."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    async def start(self) -> None:
        """Nothing to get ready."""

    async def stop(self) -> None:
        """Nothing to close."""

    def tell(self, message: bytes) -> None:
        """Tell it now."""
        for listener in self._listeners:
            listener(message)

    def listen(self, listener: Listener) -> None:
        """Hear everything from now on."""
        self._listeners.append(listener)
