"""Whether Foyer is as quick for a crowd of customers as for a few."""

from random import Random

import httpx

from tests.e2e.load.crowd import add_crowd, address, count_crowd
from tests.e2e.load.customers import Customer, sign_in
from tests.e2e.load.foyer import Foyer
from tests.e2e.load.http_load import Visitor, get, load
from tests.e2e.load.measure import Choices, Line, WrongAnswers, medians

FEW = 1_000
AIM = 1.3
"""The time of an answer among many, in terms of that among few, at most."""
_PAGES = ("home", "subscription page", "invoice list")


async def measure_growth(foyer: Foyer, choices: Choices) -> list[Line]:
    """Each connection is a customer of its own, chosen at random among all that there are."""
    database_url, many_customers = foyer.servers.database_url, choices.crowd
    if count_crowd(database_url):
        raise WrongAnswers("The data has a crowd already; begin with new data, or with CROWD=0.")
    add_crowd(database_url, 1, FEW)
    among_few = await _times(foyer, FEW, choices)
    add_crowd(database_url, FEW + 1, many_customers)
    among_many = await _times(foyer, many_customers, choices)
    return [
        Line(f"{page}, {many_customers:,} customers beside {FEW:,}", "ms", many, few, AIM, at_least=False)
        for page, many, few in zip(_PAGES, among_many, among_few, strict=True)
    ]


async def _times(foyer: Foyer, customers: int, choices: Choices) -> list[float]:
    """The median time of each page in milliseconds, one question at a time on each connection."""
    chance = Random(customers)  # noqa: S311  It chooses whom to be, and guards nothing.
    numbers = chance.sample(range(1, customers + 1), choices.connections)
    crowd = [await sign_in(foyer, address(number)) for number in numbers]
    pages = [await _pages(foyer, one) for one in crowd]
    times = []
    for page in range(len(_PAGES)):
        visitors = [
            Visitor(foyer.url, [get(of_one[page], one.cookie)])
            for one, of_one in zip(crowd, pages, strict=True)
        ]
        rounds = [await load(visitors, choices.seconds)() for _ in range(choices.rounds)]
        times.append(medians(rounds)[1])
    return times


async def _pages(foyer: Foyer, customer: Customer) -> tuple[str, str, str]:
    """Where the pages are; asking for home makes the customer's picture fresh."""
    async with httpx.AsyncClient(base_url=foyer.url, headers=customer.cookie) as client:
        (await client.get("/")).raise_for_status()
        found = (await client.get("/api/subscriptions")).raise_for_status().json()["data"]
    return "/", f"/subscriptions/{found[0]['id']}", "/invoices"
