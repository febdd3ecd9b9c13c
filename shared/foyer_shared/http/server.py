"""An HTTP server inside the running event loop, so that several fit into one process."""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

GRACE = 2
"""Seconds in which running requests may end before they are cancelled."""

KEEP_ALIVE = 30
"""Seconds that an idle connection stays; longer than our clients keep theirs."""

UNREAD = 60
"""Seconds after which a connection ends whose other side takes nothing of what it was sent."""


class CannotListen(Exception):
    """The address cannot be taken; says in one line why and what to do."""


class HttpServer:
    """Serves an app from `start` to `stop`; port 0 takes a free one, and `port` tells which."""

    def __init__(self, app: ASGIApp, host: str, port: int, *, behind_proxy: bool = False) -> None:
        """Behind a proxy, the headers of one on this machine or in FORWARDED_ALLOW_IPS say who asks."""
        self._host = host
        self._wanted_port = port
        self._server = _EmbeddedServer(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=behind_proxy,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=GRACE,
            )
        )
        self._serving: asyncio.Task[None] | None = None
        self.port = port

    @property
    def url(self) -> str:
        """Where it is, from this machine."""
        host = "127.0.0.1" if self._host in {"0.0.0.0", "::"} else self._host
        return f"http://{host}:{self.port}"

    async def start(self) -> None:
        """Listen; returns when requests are taken. Raises CannotListen."""
        listening = self._listen()
        self.port = listening.getsockname()[1]
        self._serving = asyncio.create_task(self._server.serve([listening]), name=f"http {self.port}")
        while not self._server.started:
            if self._serving.done():
                self._serving.result()
            await asyncio.sleep(0.005)

    async def until_ended(self) -> None:
        """Wait until it is stopped, or has failed; raises why."""
        if self._serving is not None:
            await asyncio.wait({self._serving})
            self._serving.result()

    async def stop(self) -> None:
        """Take no more requests, let the running ones end, and close."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            listening = socket.create_server((self._host, self._wanted_port), family=family, backlog=2048)
        except OSError as error:
            where = f"Port {self._wanted_port} on {self._host}"
            if error.errno == errno.EADDRINUSE:
                raise CannotListen(f"{where} is taken by another program.") from error
            raise CannotListen(f"{where} cannot be used: {os.strerror(error.errno or 0)}.") from error
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Of Linux. Without it such a connection waits for ever.
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD * 1000)
        return listening


class _EmbeddedServer(uvicorn.Server):
    """Leaves the signals to the process, which stops everything in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
