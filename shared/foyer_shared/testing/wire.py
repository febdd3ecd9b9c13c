"""A wire between a program and servers, which a test can cut or lay elsewhere."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator


class Wire:
    """Forwards a loopback port to a server; `cut` breaks what runs over it, `is_whole` lets more through.

    With several `targets` the connections go to each in turn, past those that do not answer: so does a
    Service of Kubernetes.
    """

    def __init__(self, *targets: tuple[str, int]) -> None:
        self.port = 0
        self.is_whole = True
        self.targets = targets
        self.refused = 0
        self.accepted = 0
        self._ends: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.get_running_loop()

    def cut(self) -> None:
        """Break every connection at once, without a farewell; any thread may."""
        self._loop.call_soon_threadsafe(self._abort)

    def _abort(self) -> None:
        for end in self._ends:
            end.transport.abort()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join one connection to the server until either side ends it."""
        if not self.is_whole:
            self.refused += 1
            writer.transport.abort()
            return
        self.accepted += 1
        for target in self._in_turn():
            with contextlib.suppress(OSError):
                far_reader, far_writer = await asyncio.open_connection(*target)
                break
        else:
            writer.transport.abort()
            return
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))

    def _in_turn(self) -> tuple[tuple[str, int], ...]:
        first = self.accepted % len(self.targets)
        return (*self.targets[first:], *self.targets[:first])

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        self._ends.discard(writer)
        writer.transport.abort()


@contextlib.asynccontextmanager
async def wire_to(host: str, port: int) -> AsyncIterator[Wire]:
    """A wire for the length of a block."""
    async with _wire((host, port)) as wire:
        yield wire


@contextlib.contextmanager
def wire_beside(*targets: tuple[str, int]) -> Iterator[Wire]:
    """A wire for a test that has no event loop: it runs in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="wire")
    thread.start()
    laying = _wire(*targets)
    try:
        wire = asyncio.run_coroutine_threadsafe(laying.__aenter__(), loop).result()
        try:
            yield wire
        finally:
            asyncio.run_coroutine_threadsafe(laying.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextlib.asynccontextmanager
async def _wire(*targets: tuple[str, int]) -> AsyncIterator[Wire]:
    wire = Wire(*targets)
    server = await asyncio.start_server(wire.connect, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    async with server:
        yield wire
        wire.cut()
