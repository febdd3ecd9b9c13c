"""Posts webhooks, to no address but those that may be reached, and takes little of what is answered."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

import httpcore
from foyer_shared.http.trust import trusted

from foyer_notifications.domain.webhook_address import is_public
from foyer_notifications.domain.webhook_delivery import Outcome

WITHIN = 15.0
"""Seconds from the look at the name to the end of what is read; well within the lease."""
CONNECTED_WITHIN = 5.0
KEPT = 1000
"""Bytes of an answer that the log has."""

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class _AddressPrivate(Exception):
    """The name leads into a private network."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to the very address that it has looked at: a name that leads elsewhere a moment later gains
    nothing. One address that may not be reached spoils the name.
    """

    def __init__(self, *, allow_private: bool, resolve: Resolve) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  The library's own.
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises _AddressPrivate, OSError, httpcore's errors."""
        addresses = await self._resolve(host, port)
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise _AddressPrivate
        return await self._network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Part of the library's protocol."""
        await self._network.sleep(seconds)


class WebhookPost:
    """Each webhook has a connection of its own, so that each looks at the name anew."""

    def __init__(self, *, allow_private: bool, resolve: Resolve = resolve, within: float = WITHIN) -> None:
        self._within = within
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trusted(),
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=_CheckedNetwork(allow_private=allow_private, resolve=resolve),
        )

    async def send(self, url: str, body: str, headers: Mapping[str, str]) -> Outcome:
        """What came of it. Redirections are not followed."""
        try:
            async with asyncio.timeout(self._within):
                return await self._send(url, body, headers)
        except _AddressPrivate:
            return Outcome(failure="its name leads into a private network")
        except (TimeoutError, httpcore.TimeoutException):
            return Outcome(failure="no answer in time")
        except socket.gaierror:
            return Outcome(failure="its name is not known")
        except (OSError, httpcore.NetworkError) as error:
            return Outcome(failure=f"no connection: {type(error).__name__}")
        except httpcore.ProtocolError:
            return Outcome(failure="it does not speak HTTP")

    async def close(self) -> None:
        """Give the connections back."""
        await self._pool.aclose()

    async def _send(self, url: str, body: str, headers: Mapping[str, str]) -> Outcome:
        all_headers: list[tuple[bytes | str, bytes | str]] = [
            ("accept-encoding", "identity"),
            ("user-agent", "Foyer-Webhooks/1"),
            *headers.items(),
        ]
        async with self._pool.stream(
            "POST",
            url,
            headers=all_headers,
            content=body.encode(),
            extensions={
                "timeout": {"connect": CONNECTED_WITHIN, "read": self._within, "write": self._within}
            },
        ) as answer:
            begins = b""
            async for piece in answer.aiter_stream():
                begins += piece
                if len(begins) >= KEPT:
                    break
        # Postgres stores no NUL.
        text = begins[:KEPT].decode(errors="replace").replace("\0", "")
        asked = next((value for name, value in answer.headers if name.lower() == b"retry-after"), None)
        retry_after = asked.decode("latin-1").strip() if asked is not None else None
        return Outcome(status=answer.status, body=text, retry_after=retry_after)
