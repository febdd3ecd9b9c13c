"""Bodies that are too large are not read to their end. (FastAPI's own limit does not answer a problem.)"""

import re

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Counts what arrives, with or without a Content-Length."""

    def __init__(self, app: ASGIApp, *, largest: int, streamed: re.Pattern[str] | None = None) -> None:
        """`largest` is in bytes. Doors at `streamed` paths count for themselves what they pass on."""
        self._app = app
        self._largest = largest
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; reading past the limit raises 413 in the app."""
        if scope["type"] != "http" or (self._streamed and self._streamed.fullmatch(scope["path"])):
            await self._app(scope, receive, send)
            return
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._largest:
                raise HTTPException(413, f"A body has at most {self._largest} bytes.")
            return message

        await self._app(scope, receive_within_limit, send)
