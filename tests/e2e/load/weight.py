"""What a first view of home sends over the wire: the page, its styles, scripts and icon, without fonts."""

import re

import httpx

from tests.e2e.load.customers import Customer
from tests.e2e.load.foyer import Foyer
from tests.e2e.load.measure import Line, WrongAnswers

MOST = 100
"""Kilobytes."""

_PART = re.compile(r'<(?:link|script)[^>]*(?:href|src)="([^"]+)"')


async def measure_weight(foyer: Foyer, ada: Customer) -> Line:
    """Bodies as they are sent, with the headers of a browser that takes gzip."""
    headers = {**ada.cookie, "Accept-Encoding": "gzip, deflate, br, zstd"}
    async with httpx.AsyncClient(base_url=foyer.url, headers=headers) as client:
        home = await _answer(client, "/")
        parts = [await _answer(client, path) for path in _PART.findall(home.text)]
    weight = sum(each.num_bytes_downloaded for each in (home, *parts)) / 1000
    return Line("first view, without font", "kB", weight, None, MOST, at_least=False)


async def _answer(client: httpx.AsyncClient, path: str) -> httpx.Response:
    answer = await client.get(path.replace("&amp;", "&"))
    if answer.status_code != httpx.codes.OK:
        raise WrongAnswers(f"{path} answered {answer.status_code}")
    return answer
