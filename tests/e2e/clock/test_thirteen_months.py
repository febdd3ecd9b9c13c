"""Thirteen months pass at one business as they would, each thing at its own time, and at no other."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from foyer_shared.basics.clock import real_now
from foyer_shared.testing.outbox import announced

from tests.e2e.clock.calls import CLOCK, SOON, get, invoices_of, move, post, until_arrived
from tests.e2e.clock.conftest import System

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PERIOD_STARTED = "subscription.period_started"
A_YEAR_AHEAD = real_now().year + 1
BEGINS = datetime(A_YEAR_AHEAD, 1, 31, 9, tzinfo=UTC)
"""Ten in the morning at Northwind, on the last day of a month."""
ENDS = datetime(A_YEAR_AHEAD + 1, 3, 1, 12, tzinfo=UTC)
LEAP_DAYS = {year: 29 if year % 4 == 0 else 28 for year in (A_YEAR_AHEAD, A_YEAR_AHEAD + 1)}
RENEWS_ON = [
    *(date(A_YEAR_AHEAD, month, day) for month, day in ((1, 31), (2, LEAP_DAYS[A_YEAR_AHEAD]), (3, 31))),
    *(date(A_YEAR_AHEAD, month, day) for month, day in ((4, 30), (5, 31), (6, 30), (7, 31), (8, 31))),
    *(date(A_YEAR_AHEAD, month, day) for month, day in ((9, 30), (10, 31), (11, 30), (12, 31))),
    *(date(A_YEAR_AHEAD + 1, month, day) for month, day in ((1, 31), (2, LEAP_DAYS[A_YEAR_AHEAD + 1]))),
]


async def subscribe(client: httpx.AsyncClient, interval: str, **more: Any) -> dict[str, Any]:
    """A new customer with a subscription, which is invoiced."""
    customer = await post(
        client, "/v1/customers", {"email": f"{interval}{len(more)}@example.com", "name": "Ada"}
    )
    product = await post(client, "/v1/products", {"name": "Studio"})
    price = {"product_id": product["id"], "amount": 2900, "currency": "EUR", "interval": interval}
    items = [{"price_id": (await post(client, "/v1/prices", price))["id"], "quantity": 1}]
    body = {"customer_id": customer["id"], "items": items, "collection": "invoice", **more}
    return await post(client, "/v1/subscriptions", body)


async def test_thirteen_months_pass_as_they_would(system: System) -> None:
    northwind, contoso = system.northwind, system.contoso
    theirs = await subscribe(contoso, "month")
    await move(northwind, BEGINS)
    monthly = await subscribe(northwind, "month")
    trial = await subscribe(northwind, "year", trial_days=14)
    paused = await subscribe(northwind, "year")
    back = BEGINS + timedelta(days=40)
    await post(northwind, f"/v1/subscriptions/{paused['id']}/pause", {"resumes_at": back.isoformat()})

    at_once = await asyncio.gather(*(northwind.post(CLOCK, json={"now": ENDS.isoformat()}) for _ in range(2)))
    refused = max(at_once, key=lambda answer: answer.status_code)
    assert (refused.status_code, refused.json()["code"]) == (409, "clock_is_moving")
    arrived = await until_arrived(northwind, min(at_once, key=lambda answer: answer.status_code).json())
    assert timedelta() <= datetime.fromisoformat(arrived["now"]) - ENDS < SOON

    # Fourteen periods, each with its invoice of its day; all but the last are overdue a fortnight later.
    events = await announced(system.services["subscriptions"].database)
    begun = [event for event in events if (event.subject, event.type) == (monthly["id"], PERIOD_STARTED)]
    starts = [datetime.fromisoformat(event.data["period_start"]) for event in begun]
    assert [start.astimezone(AMSTERDAM).replace(tzinfo=None) for start in starts] == [
        datetime.combine(day, time(10)) + (starts[0] - BEGINS) for day in RENEWS_ON
    ]
    assert all(timedelta() <= event.businesstime - at < SOON for event, at in zip(begun, starts, strict=True))
    invoices = await invoices_of(northwind, monthly)
    assert [date.fromisoformat(invoice["issued_on"]) for invoice in invoices] == RENEWS_ON
    assert [datetime.fromisoformat(invoice["period_start"]) for invoice in invoices] == starts
    assert invoices[-1]["overdue_at"] is None
    for invoice in invoices[:-1]:
        next_day = date.fromisoformat(invoice["due_on"]) + timedelta(days=1)
        midnight = datetime.combine(next_day, time(), AMSTERDAM)
        assert timedelta() <= datetime.fromisoformat(invoice["overdue_at"]) - midnight < SOON
    now = await get(northwind, f"/v1/subscriptions/{monthly['id']}")
    assert (now["status"], now["current_period_start"]) == ("past_due", begun[-1].data["period_start"])

    # The trial has ended on its day, and its year begun; the pause as well, and its year has moved.
    told = {(event.subject, event.type): event for event in events}
    ended = BEGINS + timedelta(days=14)
    for subscription, kind, moment in (
        (trial, "subscription.trial_ending", ended - timedelta(days=3)),
        (trial, PERIOD_STARTED, None),
        (paused, "subscription.resumed", back),
    ):
        event = told[subscription["id"], kind]
        assert moment is None or timedelta() <= event.businesstime - moment < SOON
    assert [invoice["issued_on"] for invoice in await invoices_of(northwind, trial)] == [
        ended.date().isoformat(),
        ended.replace(year=ended.year + 1).date().isoformat(),
    ]
    resumed = await get(northwind, f"/v1/subscriptions/{paused['id']}")
    moved_by = datetime.fromisoformat(resumed["current_period_end"]) - datetime.fromisoformat(
        paused["current_period_end"]
    )
    assert timedelta(days=40) - SOON < moved_by < timedelta(days=40) + SOON

    # Nothing of this has reached the other business.
    assert abs(datetime.fromisoformat((await get(contoso, CLOCK))["now"]) - real_now()) < SOON
    assert await get(contoso, f"/v1/subscriptions/{theirs['id']}") == theirs
    assert len(await invoices_of(contoso, theirs)) == 1
