"""The HTTP server: who takes nothing of an answer does not keep its connection for ever."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from foyer_shared.http import server as http_server
from foyer_shared.http.server import HttpServer
from foyer_shared.testing.messaging import eventually
from starlette.responses import StreamingResponse
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT


async def without_end() -> AsyncIterator[bytes]:
    """More than all buffers hold."""
    while True:
        yield bytes(HIGH_WATER_LIMIT)
        await asyncio.sleep(0)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Only Linux ends such connections.")
async def test_a_connection_that_takes_nothing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "UNREAD", 1)
    server = HttpServer(StreamingResponse(without_end()), "127.0.0.1", 0)
    await server.start()
    connections = server._server.server_state.connections
    with socket.create_connection(("127.0.0.1", server.port)) as reader:
        reader.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await eventually(lambda: connections)
        (connection,) = connections
        await eventually(lambda: connection.transport.get_write_buffer_size() >= HIGH_WATER_LIMIT)
        await eventually(lambda: not connections)
    await server.stop()
