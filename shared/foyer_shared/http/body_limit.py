"""Bodies that are too large are not read to their end. (FastAPI's own limit does not answer a problem.)"""

import re

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 256 * 1024
"""Bytes. No other command of a service comes near it."""

LARGEST_LIST = 10_000 * 1_500
"""Bytes, of as many lines as an order or an invoice may have: the event that tells of them has to be smaller
than the 16 MiB that RabbitMQ takes (docs/decisions/0030).
"""


LARGEST_FORM = 51 * 1024 * 1024
"""Bytes of a form with files, or of one file alone: five of 10 MiB, and what is written with them."""


class BodyLimit:
    """Counts what arrives, with or without a Content-Length."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        streamed: re.Pattern[str] | None = None,
        with_lines: re.Pattern[str] | None = None,
        with_files: re.Pattern[str] | None = None,
    ) -> None:
        """Doors at `streamed` paths count for themselves what they pass on; those at `with_lines` take
        `LARGEST_LIST`, those at `with_files` `LARGEST_FORM`, all others `LARGEST_BODY`.
        """
        self._app = app
        self._streamed = streamed
        self._larger = ((with_lines, LARGEST_LIST), (with_files, LARGEST_FORM))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; reading past the limit raises 413 in the app."""
        if scope["type"] != "http" or (self._streamed and self._streamed.fullmatch(scope["path"])):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        largest = next(
            (most for which, most in self._larger if which and which.fullmatch(path)), LARGEST_BODY
        )
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > largest:
                raise HTTPException(413, f"A body has at most {largest} bytes.")
            return message

        await self._app(scope, receive_within_limit, send)
