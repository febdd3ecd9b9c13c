"""How Stripe's SDK speaks: over our own connections, with our patience and our trust."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import httpx
import stripe
from foyer_shared.http.trust import trusted

# The SDK would keep a number of this installation in a file, and send it along.
stripe.enable_telemetry = False

TIMEOUT = httpx.Timeout(10, connect=3, pool=5)


class StripeHttp(stripe.HTTPClient):
    """For the SDK's async calls. It asks again by itself only where nobody was reached."""

    name = "httpx"

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        super().__init__()
        self._http = httpx.AsyncClient(timeout=TIMEOUT, transport=transport, verify=trusted())

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """One call; raises stripe.APIConnectionError."""
        try:
            answer = await self._http.request(method, url, headers=headers, content=post_data)
        except httpx.HTTPError as failure:
            raise stripe.APIConnectionError(  # type: ignore[no-untyped-call]
                type(failure).__name__, should_retry=isinstance(failure, httpx.ConnectError)
            ) from failure
        return answer.content, answer.status_code, answer.headers

    def sleep_async(self, secs: float) -> Awaitable[None]:
        """Between two tries."""
        return asyncio.sleep(secs)

    async def close_async(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
