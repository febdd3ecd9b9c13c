"""Pausing and resuming, form to answer, against two tables and a commit behind HTTP."""

from collections.abc import Sequence

from tests.e2e.load.customers import Customer
from tests.e2e.load.foyer import Foyer
from tests.e2e.load.http_load import Request, Visitor, load, post
from tests.e2e.load.limit import Limit
from tests.e2e.load.measure import Choices, Line, in_turn

PROCESSES = 2
REQUESTS, P50 = 0.3, 4

Subscribers = Sequence[tuple[Customer, Sequence[str]]]
"""A customer for each connection, with the subscriptions that are paused and resumed in turn."""


async def measure_pause(foyer: Foyer, limit: Limit, subscribers: Subscribers, choices: Choices) -> list[Line]:
    """Portal and subscriptions apart; the limit has two processes too. No worker runs meanwhile."""
    ours = [
        Visitor(foyer.url, [form for one in subscriptions for form in _pause_and_resume(customer, one)])
        for customer, subscriptions in subscribers
    ]
    bare = limit.writers(connections=choices.connections, processes=PROCESSES)
    seconds = choices.seconds
    mine, theirs = await in_turn(load(ours, seconds), load(bare, seconds), choices.rounds)
    return [
        Line("pause, form to answer", "requests/s", mine[0], theirs[0], REQUESTS, at_least=True),
        Line("pause, p50", "ms", mine[1], theirs[1], P50, at_least=False),
    ]


def _pause_and_resume(customer: Customer, subscription_id: str) -> tuple[Request, Request]:
    form = {"csrf_token": customer.csrf_token, "idempotency_key": "{fresh}"}
    path = f"/subscriptions/{subscription_id}"
    pausing = {**form, "when": "now", "resumes_on": ""}
    return (
        post(f"{path}/pause", customer.cookie, pausing, is_end=False),
        post(f"{path}/resume", customer.cookie, form, is_end=True),
    )
