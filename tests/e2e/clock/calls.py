"""What a business's program does to live through a time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import httpx

CLOCK = "/v1/sandbox/clock"
SOON = timedelta(minutes=2)
"""What is due is done so soon, by the clock of the business, on a machine that is busy."""


async def patiently(ask: Callable[[], Awaitable[httpx.Response]], busy: set[int]) -> httpx.Response:
    """The answer once it is none of these: six services share this process, and one may be busy."""
    for _ in range(100):
        answer = await ask()
        if answer.status_code not in busy:
            break
        await asyncio.sleep(0.1)
    return answer


async def post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The resource that it answers with; what has not arrived at a service yet is asked again."""
    answer = await patiently(lambda: client.post(path, json=body), {404, 503})
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def get(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """What is there."""
    answer = await patiently(lambda: client.get(path), {503})
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def move(client: httpx.AsyncClient, to: datetime) -> None:
    """Put the clock forward, and wait until it is there."""
    moved = await until_arrived(client, await post(client, CLOCK, {"now": to.isoformat()}))
    assert timedelta() <= datetime.fromisoformat(moved["now"]) - to < SOON


async def until_arrived(client: httpx.AsyncClient, moved: dict[str, Any]) -> dict[str, Any]:
    """The move at its end."""
    while moved["status"] == "moving":
        await asyncio.sleep(0.5)
        moved = await get(client, CLOCK)
    assert (moved["status"], moved["waiting_for"]) == ("done", [])
    return moved


async def invoices_of(client: httpx.AsyncClient, subscription: dict[str, Any]) -> list[dict[str, Any]]:
    """The oldest first."""
    path = f"/v1/invoices?limit=100&customer_id={subscription['customer_id']}"
    return list(reversed((await get(client, path))["data"]))
