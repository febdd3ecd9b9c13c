"""Requests per second and latencies of an address, as the client's process sees them."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.e2e.load.measure import Side, WrongAnswers, percentile

MOST_SECONDS = 60
"""A client that is not back so long after its time hangs."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as text; `is_end` says that a connection may stop after its answer."""

    text: str
    status: int
    is_end: bool = True


@dataclass(frozen=True, slots=True)
class Visitor:
    """One connection to an address, and what is asked over it in turn."""

    url: str
    requests: Sequence[Request]


def get(path: str, headers: Mapping[str, str]) -> Request:
    """Read a page."""
    return Request(_text("GET", path, headers, ""), 200)


def post(path: str, headers: Mapping[str, str], form: Mapping[str, str], *, is_end: bool) -> Request:
    """Send a form, which is answered by the way to the next page."""
    typed = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    return Request(_text("POST", path, typed, urlencode(form, safe="{}")), 303, is_end)


def load(visitors: Sequence[Visitor], seconds: float) -> Side:
    """Measures requests/s, p50 and p99 in milliseconds; raises WrongAnswers."""

    async def side() -> Sequence[float]:
        plan = {
            "seconds": seconds,
            "connections": [
                {
                    "url": visitor.url,
                    "requests": [
                        {"text": each.text, "status": each.status, "end": each.is_end}
                        for each in visitor.requests
                    ],
                }
                for visitor in visitors
            ],
        }
        client = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.e2e.load.client"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(seconds + MOST_SECONDS):
            told, _ = await client.communicate(json.dumps(plan).encode())
        if client.returncode:
            raise WrongAnswers(f"the client ended with {client.returncode}")
        result = json.loads(told)
        if result["errors"] or not result["seconds"]:
            raise WrongAnswers(f"{result['errors']} wrong answers, the first: {result['refused']}")
        times = [1000 * each for each in result["seconds"]]
        return len(times) / result["elapsed"], percentile(times, 0.5), percentile(times, 0.99)

    return side


def _text(method: str, path: str, headers: Mapping[str, str], body: str) -> str:
    # A fresh number is 24 digits in the place of 7 characters.
    length = len(body) + body.count("{fresh}") * (24 - len("{fresh}"))
    sent = {"Host": "localhost", **headers} | ({"Content-Length": str(length)} if body else {})
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    return "\r\n".join([*lines, "", body])
