"""A wire between a program and a server that a test can cut."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Wire:
    """Forwards a loopback port to a server; `cut` breaks what runs over it, `is_whole` lets more through."""

    def __init__(self, host: str, port: int) -> None:
        self.port = 0
        self.is_whole = True
        self.refused = 0
        self.accepted = 0
        self._target = host, port
        self._ends: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Break every connection at once, without a farewell."""
        for end in self._ends:
            end.transport.abort()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join one connection to the server until either side ends it."""
        if not self.is_whole:
            self.refused += 1
            writer.transport.abort()
            return
        self.accepted += 1
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))

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
    wire = Wire(host, port)
    server = await asyncio.start_server(wire.connect, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    async with server:
        yield wire
        wire.cut()
