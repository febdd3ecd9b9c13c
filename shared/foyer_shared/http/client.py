"""Calls from the portal to a service: with the caller's token, its trace, and patience where that is safe."""

import asyncio
import contextlib
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from foyer_shared.basics.errors import FoyerError, Kind, Unavailable
from foyer_shared.http.breaker import Breaker
from foyer_shared.http.callers import Caller, CallerTokenMint
from foyer_shared.http.client_spans import calling, note_answer, template_of
from foyer_shared.http.idempotency import idempotency_key
from foyer_shared.http.trust import trusted

TRIES = 3
WITHIN = 8.0
"""Seconds for all tries of a call together."""
LONG = 60.0
"""The same, of a call with thousands of lines."""
PROBE_TIMEOUT = 2.0
"""Seconds in which a service that hung must say that it is ready."""
TIMEOUT = httpx.Timeout(5, connect=1, pool=2)
STREAM_TIMEOUT = httpx.Timeout(60, connect=1, pool=2)
"""Between two pieces of a file, and while the store takes the last one in."""
LIMITS = httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=15)
"""A connection is given up before the service closes it, which would cost a call."""

_KINDS = {
    401: Kind.NOT_ALLOWED,
    403: Kind.NOT_ALLOWED,
    404: Kind.NOT_FOUND,
    409: Kind.CONFLICT,
}


class Refused(FoyerError):
    """The service's own refusal, with the code, kind, field and errors that it gave."""

    def __init__(
        self,
        detail: str,
        *,
        code: str,
        kind: Kind,
        field: str | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        """As the problem document says."""
        super().__init__(detail, field=field)
        self.code = code
        self.kind = kind
        self.errors = errors


class ServiceAway(Unavailable):
    """The service did not answer, or could not."""


class _Hangs(ServiceAway):
    """Time was lost on waiting for it."""


class _NeverReached(ServiceAway):
    """No connection was made, so that nothing can have happened."""


class _HangsUnreached(_Hangs, _NeverReached):
    """Both: its machine is gone, or takes no connection."""


class ServiceClient:
    """One service, over a small pool of connections that all calls share."""

    def __init__(
        self,
        base_url: str,
        audience: str,
        mint: CallerTokenMint,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`audience` is the service's name; `transport` is another way to reach it, such as an app itself."""
        self._audience = audience
        self._mint = mint
        self._http = httpx.AsyncClient(
            base_url=base_url,
            timeout=TIMEOUT,
            limits=LIMITS,
            transport=transport,
            trust_env=False,
            verify=trusted(),
        )
        self._breaker = Breaker(audience, self._is_back)

    async def get(
        self,
        path: str,
        *,
        caller: Caller,
        params: Mapping[str, Any] | None = None,
        within: float = WITHIN,
    ) -> dict[str, Any]:
        """Read; tried again while the service is away, for so many seconds at most. Raises Refused, or
        ServiceAway in the end; at once while the service is known to hang, as every call does.
        """
        return await self._call("GET", path, caller, params=params, within=within)

    async def post(
        self,
        path: str,
        *,
        caller: Caller,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> dict[str, Any]:
        """A command. Only a key makes it safe to repeat one that may have arrived."""
        return await self._call("POST", path, caller, json=json, params=params, key=idempotency_key)

    async def put(
        self, path: str, *, caller: Caller, json: Any = None, idempotency_key: str | None = None
    ) -> dict[str, Any]:
        """As post."""
        return await self._call("PUT", path, caller, json=json, key=idempotency_key)

    async def patch(
        self, path: str, *, caller: Caller, json: Any = None, idempotency_key: str | None = None
    ) -> dict[str, Any]:
        """As post."""
        return await self._call("PATCH", path, caller, json=json, key=idempotency_key)

    async def delete(
        self, path: str, *, caller: Caller, idempotency_key: str | None = None
    ) -> dict[str, Any]:
        """As post."""
        return await self._call("DELETE", path, caller, key=idempotency_key)

    async def send(
        self,
        method: str,
        path: str,
        *,
        caller: Caller,
        content: bytes | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | bytes] | None = None,
        is_long: bool = False,
    ) -> httpx.Response:
        """Pass a request on once as it is, and give the answer back as it is; `is_long`: it takes its time.
        Raises ServiceAway.
        """
        timeout, within = (STREAM_TIMEOUT, LONG) if is_long else (TIMEOUT, WITHIN)
        request = self._request(
            method, path, caller, params=params, content=content, headers=headers, timeout=timeout
        )
        async with self._watching(within):
            return await self._send(request)

    async def open(
        self,
        method: str,
        path: str,
        *,
        caller: Caller,
        content: AsyncIterable[bytes] | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | bytes] | None = None,
    ) -> httpx.Response:
        """Pass a request with a long body on once, or one that is answered with one: the answer before its
        body, which whoever gets it reads and closes. Raises ServiceAway.
        """
        if self._breaker.is_open:
            raise ServiceAway(f"{self._audience} does not answer.")
        request = self._request(
            method, path, caller, params=params, content=content, headers=headers, timeout=STREAM_TIMEOUT
        )
        return await self._send(request, stream=True)

    async def close(self) -> None:
        """Give the connections back."""
        await self._breaker.close()
        await self._http.aclose()

    async def _call(
        self,
        method: str,
        path: str,
        caller: Caller,
        *,
        key: str | None = None,
        within: float = WITHIN,
        **content: Any,
    ) -> dict[str, Any]:
        checked = idempotency_key(key or None)
        headers = {"Idempotency-Key": checked.key} if checked else None
        repeatable = method == "GET" or key is not None
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(ServiceAway if repeatable else _NeverReached),
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(multiplier=0.05, max=0.5),
            reraise=True,
        )
        request = self._request(method, path, caller, headers=headers, **content)
        async with self._watching(within):
            response: httpx.Response = await retrying(self._send, request, template_of(path))
        if response.is_success:
            return _document(response) if response.content else {}
        raise refusal_of(response)

    @contextlib.asynccontextmanager
    async def _watching(self, within: float) -> AsyncIterator[None]:
        """Wait so long and no longer, and not at all when somebody has just waited in vain."""
        if self._breaker.is_open:
            raise ServiceAway(f"{self._audience} does not answer.")
        try:
            async with asyncio.timeout(within):
                yield
        except (TimeoutError, _Hangs) as error:
            self._breaker.open()
            raise _Hangs(f"{self._audience} did not answer in time.") from error

    async def _is_back(self) -> bool:
        try:
            answer = await self._http.get("/readyz", timeout=PROBE_TIMEOUT)
        except httpx.TransportError:
            return False
        return answer.is_success

    def _request(
        self,
        method: str,
        path: str,
        caller: Caller,
        *,
        headers: Mapping[str, str | bytes] | None,
        **content: Any,
    ) -> httpx.Request:
        outgoing: dict[str, Any] = {
            **(headers or {}),
            "Authorization": f"Bearer {self._mint.mint(caller, self._audience)}",
        }
        return self._http.build_request(method, path, headers=outgoing, **content)

    async def _send(
        self, request: httpx.Request, template: str | None = None, *, stream: bool = False
    ) -> httpx.Response:
        """One try."""
        with calling(request, self._audience, template) as span:
            response = await self._answer(request, stream=stream)
            note_answer(span, response)
        if response.is_server_error:
            await response.aclose()
            raise ServiceAway(f"{self._audience} answered {response.status_code}.")
        return response

    async def _answer(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        try:
            return await self._http.send(request, stream=stream)
        except (httpx.ConnectError, httpx.PoolTimeout) as error:
            raise _NeverReached(f"{self._audience} cannot be reached.") from error
        except httpx.ConnectTimeout as error:
            raise _HangsUnreached(f"{self._audience} cannot be reached.") from error
        except httpx.TimeoutException as error:
            raise _Hangs(f"{self._audience} did not answer in time.") from error
        except httpx.TransportError as error:
            raise ServiceAway(f"{self._audience} did not answer.") from error


def _document(response: httpx.Response) -> dict[str, Any]:
    document = response.json()
    return document if isinstance(document, dict) else {}


def refusal_of(response: httpx.Response) -> Refused:
    """What a service said instead of doing it; its answer has been read."""
    try:
        document = _document(response)
    except ValueError:
        document = {}
    kind = _KINDS.get(response.status_code, Kind.INVALID)
    return Refused(
        document.get("detail", response.reason_phrase),
        code=document.get("code", kind.value),
        kind=kind,
        field=document.get("field"),
        errors=document.get("errors"),
    )
