"""Asks each service whether it is ready."""

import asyncio
from collections.abc import Mapping

import httpx
from foyer_shared.http.trust import trusted

PATIENCE = 1.0
"""Seconds; a service that takes longer to say so is not ready."""


class Readiness:
    """The services' `/readyz`."""

    def __init__(self, urls: Mapping[str, str], *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._urls = urls
        self._http = httpx.AsyncClient(
            timeout=PATIENCE, transport=transport, trust_env=False, verify=trusted()
        )

    async def of_services(self) -> dict[str, bool]:
        """Whether each is ready, by its name; all are asked at once."""
        answers = await asyncio.gather(*(self._is_ready(url) for url in self._urls.values()))
        return dict(zip(self._urls, answers, strict=True))

    async def _is_ready(self, url: str) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):  # Of the whole answer, not of each of its bytes.
                answer = await self._http.get(f"{url}/readyz")
        except (httpx.TransportError, TimeoutError):
            return False
        return answer.is_success

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
