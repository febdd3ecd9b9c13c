"""What a customer sees and does, through the portal."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO, NOW
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.subscription import Subscription

Subscribed = Callable[..., Awaitable[Subscription]]
BACK = "2026-03-30T00:00:00+02:00"
READER = frozenset({"subscriptions:read"})


async def test_pause_and_resume(service: Service, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        before = (await client.get(path)).json()
        assert before["actions"] == ["pause", "cancel"]
        assert before["pause_options"] == {
            "default_when": "now",
            "windows": [
                {
                    "when": "now",
                    "begins_at": "2026-03-10T09:30:00Z",
                    "earliest_resume_at": "2026-03-10T23:00:00Z",
                    "latest_resume_at": "2026-06-09T22:00:00Z",
                    "unused": "shift",
                    "comes_back": {"amount": 0, "currency": "EUR"},
                },
                {
                    "when": "period_end",
                    "begins_at": "2026-04-10T08:30:00Z",
                    "earliest_resume_at": "2026-04-10T22:00:00Z",
                    "latest_resume_at": "2026-07-09T22:00:00Z",
                    "unused": "shift",
                    "comes_back": {"amount": 0, "currency": "EUR"},
                },
            ],
        }
        paused = await client.post(f"{path}/pause", json={"resumes_at": BACK})
        assert paused.status_code == 200
        assert paused.json() == (await client.get(path)).json()
        assert (paused.json()["status"], paused.json()["resumes_at"]) == (
            "paused",
            "2026-03-29T22:00:00Z",
        )
        assert (paused.json()["actions"], paused.json()["pause_options"]) == (
            ["resume", "change_resume_date", "cancel"],
            None,
        )
        assert paused.json()["resume_options"] == {
            "earliest_resume_at": "2026-03-10T23:00:00Z",
            "latest_resume_at": "2026-06-09T22:00:00Z",
        }
        later = await client.post(f"{path}/resume", json={"resumes_at": "2026-04-01T00:00:00+02:00"})
        assert (later.json()["status"], later.json()["resumes_at"]) == ("paused", "2026-03-31T22:00:00Z")
        again = await client.post(f"{path}/pause", json={})
        assert (again.status_code, again.json()["code"]) == (409, "already_paused")
        resumed = (await client.post(f"{path}/resume")).json()
        assert (resumed["status"], resumed["pending_changes"]) == ("active", [])


async def test_a_repeated_pause_with_its_key_is_one_pause(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    async with client_for(service, a_caller(now=NOW)) as client:
        answers = [
            await client.post(
                f"/customer/subscriptions/{subscription.id}/pause",
                json={"resumes_at": BACK},
                headers={"Idempotency-Key": "a click"},
            )
            for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(await announced(database)) == 1


@pytest.mark.parametrize("body", [{"resume_at": BACK}, {"resumes_at": "soon"}, {"when": "later"}])
async def test_words_that_we_do_not_know_are_refused(
    service: Service, database: Database, subscribed: Subscribed, body: dict[str, str]
) -> None:
    subscription = await subscribed()
    async with client_for(service, a_caller(now=NOW)) as client:
        answer = await client.post(f"/customer/subscriptions/{subscription.id}/pause", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, next(iter(body)))
    assert await announced(database) == []


@pytest.mark.parametrize(
    "resumes_at",
    [
        "9999-12-31T23:30:00Z",
        "9999-12-31T23:30:00-02:00",
        "0001-01-01T00:30:00+02:00",
        "2200-01-01T00:00:00Z",
    ],
)
async def test_a_date_beyond_what_calendars_hold_is_refused(
    service: Service, database: Database, subscribed: Subscribed, resumes_at: str
) -> None:
    subscription = await subscribed()
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        before = (await client.get(path)).json()
        answer = await client.post(f"{path}/pause", json={"resumes_at": resumes_at})
        assert (await client.get(path)).json() == before
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"] == [
        {"field": "resumes_at", "detail": "Give a moment in the years 2000 to 2199."}
    ]
    assert await announced(database) == []


async def test_a_reader_sees_no_buttons_and_cannot_pause(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW, scopes=READER)) as client:
        seen = (await client.get(path)).json()
        assert (seen["actions"], seen["pause_options"]) == ([], None)
        refused = await client.post(f"{path}/pause", json={})
    assert refused.status_code == 403
    assert await announced(database) == []


async def test_another_s_subscription_looks_like_none(service: Service, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    others = [a_caller(customer_id="cus_another"), a_caller(business_id=CONTOSO)]
    for caller in others:
        async with client_for(service, caller) as client:
            foreign = await client.get(f"/customer/subscriptions/{subscription.id}")
            none = await client.get("/customer/subscriptions/sub_none")
            assert foreign.status_code == none.status_code == 404
            assert foreign.json() == none.json()
            assert (await client.get("/customer/subscriptions")).json()["data"] == []


async def test_the_overview_counts_and_shows_the_active_ones(
    service: Service, subscribed: Subscribed
) -> None:
    trial = await subscribed(trial_days=14)
    active = await subscribed(now=NOW - timedelta(days=1))
    async with client_for(service, a_caller(now=NOW)) as client:
        overview = (await client.get("/customer/overview")).json()
    assert (overview["active_count"], overview["has_any"]) == (2, True)
    assert [shown["id"] for shown in overview["subscriptions"]] == [active.id, trial.id]


async def test_lists_come_in_pages(service: Service, subscribed: Subscribed) -> None:
    made = [(await subscribed()).id for _ in range(3)]
    async with client_for(service, a_caller(now=NOW)) as client:
        first = (await client.get("/customer/subscriptions?limit=2")).json()
        second = (await client.get(f"/customer/subscriptions?limit=2&cursor={first['next_cursor']}")).json()
    assert [shown["id"] for shown in first["data"] + second["data"]] == made[::-1]
    assert second["next_cursor"] is None
