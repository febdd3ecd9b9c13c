"""The business API, called as a program of the business would, with dated requests."""

import asyncio
from collections.abc import Awaitable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

PATIENCE = 60
"""Seconds for which a command is repeated while a service does not answer: a slow machine may be starting."""
_PAUSE = 1.0


class SeedRefused(Exception):
    """The API refused what the seed wants; that is a fault of the seed."""


class BusinessApi:
    """One business's `/v1`; each command has a name that makes a repeat harmless."""

    def __init__(self, client: httpx.AsyncClient, key: str) -> None:
        self._client = client
        self._key = key

    async def post(
        self, path: str, body: dict[str, Any], *, name: str, at: datetime | None = None
    ) -> dict[str, Any]:
        """Do it as of `at`; the second time the first answer comes again."""
        headers = {"Idempotency-Key": f"seed {name}"}
        if at:
            headers["Foyer-Sandbox-Now"] = at.isoformat()
        return await self._patiently("POST", path, headers, json=body)

    async def put(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Set what a business has one of."""
        return await self._patiently("PUT", path, {}, json=body)

    async def put_file(self, path: str, name: str, content: bytes) -> dict[str, Any]:
        """Send a file, which takes the place of one that was sent before."""
        headers = {"Content-Type": "application/zip"}
        return await self._patiently("PUT", path, headers, content=content, params={"name": name})

    async def _patiently(
        self, method: str, path: str, headers: dict[str, str], **content: Any
    ) -> dict[str, Any]:
        headers["Authorization"] = f"Bearer {self._key}"
        for _ in range(int(PATIENCE / _PAUSE)):
            answer = await self._client.request(method, f"/v1/{path}", headers=headers, **content)
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                break
            await asyncio.sleep(_PAUSE)
        return answer_of(answer)


def answer_of(response: httpx.Response) -> dict[str, Any]:
    """The document of a good answer; raises SeedRefused for any other."""
    if not response.is_success:
        raise SeedRefused(f"{response.request.method} {response.request.url.path}: {response.text}")
    document: dict[str, Any] = response.json()
    return document


async def side_by_side(work: Iterable[Awaitable[T]], *, most: int = 8) -> list[T]:
    """Do it all, a few at a time; the answers come in the order of the work."""
    places = asyncio.Semaphore(most)

    async def one(piece: Awaitable[T]) -> T:
        async with places:
            return await piece

    return await asyncio.gather(*(one(piece) for piece in work))
