"""Home, a subscription and the list of 24 invoices, each against one row and one render of its size."""

from collections.abc import Sequence

import httpx

from tests.e2e.load.customers import Customer
from tests.e2e.load.foyer import Foyer
from tests.e2e.load.http_load import Visitor, get, load
from tests.e2e.load.limit import Limit
from tests.e2e.load.measure import Choices, Line, WrongAnswers, in_turn

HOME, ELSEWHERE = 0.5, 0.3
P99_OF_HOME = 3


async def measure_pages(foyer: Foyer, limit: Limit, ada: Customer, choices: Choices) -> list[Line]:
    """Home is answered by the portal alone, the others by two processes: the limit gets as many."""
    lines: list[Line] = []
    pages = await _pages(foyer, ada)
    for number, (what, path, processes, aim) in enumerate(pages):
        limit.add_page(number, await _size(foyer, path, ada))
        ours = [Visitor(foyer.url, [get(path, ada.cookie)])] * choices.connections
        bare = limit.readers(number, connections=choices.connections, processes=processes)
        seconds = choices.seconds
        mine, theirs = await in_turn(load(ours, seconds), load(bare, seconds), choices.rounds)
        lines.append(Line(what, "requests/s", mine[0], theirs[0], aim, at_least=True))
        if what == "home":
            lines.append(Line("home, p99", "ms", mine[2], theirs[2], P99_OF_HOME, at_least=False))
    return lines


async def _pages(foyer: Foyer, ada: Customer) -> Sequence[tuple[str, str, int, float]]:
    async with httpx.AsyncClient(base_url=foyer.url, headers=ada.cookie) as client:
        found = (await client.get("/api/subscriptions")).raise_for_status().json()["data"]
    studio = next(one["id"] for one in found if one["name"] == "Studio")
    return (
        ("home", "/", 1, HOME),
        ("subscription page", f"/subscriptions/{studio}", 2, ELSEWHERE),
        ("invoice list of 24", "/invoices", 2, ELSEWHERE),
    )


async def _size(foyer: Foyer, path: str, ada: Customer) -> int:
    """Bytes of the page; asking also makes the customer's picture fresh."""
    async with httpx.AsyncClient(base_url=foyer.url, headers=ada.cookie) as client:
        page = await client.get(path)
    if page.status_code != httpx.codes.OK:
        raise WrongAnswers(f"{path} answered {page.status_code}")
    return len(page.content)
