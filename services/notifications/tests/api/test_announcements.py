"""Announcements: made by a business, seen by whom they concern, read and dismissed by each login."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_notifications.messages.public_events import ALL_HANDLERS
from foyer_notifications.use_cases.find_next_due import find_next_due
from foyer_shared.basics.clock import real_now, to_rfc3339
from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.invoicing import CustomerAnonymized
from foyer_shared.contracts.portal import BusinessData, ClockMoved
from foyer_shared.contracts.subscriptions import (
    ProductCreated,
    ProductData,
    SubscriptionActivated,
    SubscriptionCanceled,
    SubscriptionData,
)
from foyer_shared.http.callers import Surface
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Done, Verdict
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import A_LOGIN, ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced

Receive = Callable[..., Awaitable[Verdict]]

pytestmark = pytest.mark.usefixtures("known")

SLOW = {"level": "alert", "title": "Uploads are slow", "text": "We are **on it**."}
ANOTHER_LOGIN = Actor(ActorKind.LOGIN, "lgn_other")
HOUR = timedelta(hours=1)


class Desk:
    """Northwind at its announcements, and those who read them, at NOW unless told."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def business(self, method: str, path: str = "", body: Any = None, **more: Any) -> tuple[int, Any]:
        """A call of Northwind's, or of whoever `more` says."""
        return await self._ask(Surface.BUSINESS, method, f"/v1/announcements{path}", body, more)

    async def ada(self, method: str, path: str = "", **more: Any) -> tuple[int, Any]:
        """A call of Ada's, or of whoever `more` says."""
        return await self._ask(Surface.CUSTOMER, method, f"/customer/announcements{path}", None, more)

    async def post(self, **changes: Any) -> dict[str, Any]:
        """One more."""
        status, announcement = await self.business("POST", "", SLOW | changes, customer_id=ADA)
        assert status == 201, announcement
        return dict(announcement)

    async def titles(self, **more: Any) -> list[str]:
        """What Ada sees, or whoever `more` says."""
        _, found = await self.ada("GET", **more)
        return [one["title"] for one in found["data"]]

    async def overview(self, **more: Any) -> list[dict[str, Any]]:
        """What the portal keeps of it for all who act for Ada."""
        _, found = await self._ask(Surface.CUSTOMER, "GET", "/customer/overview", None, more)
        return list(found["announcements"])

    async def export(self) -> list[dict[str, Any]]:
        """What Ada takes along of it."""
        _, found = await self._ask(Surface.CUSTOMER, "GET", "/customer/export", None, {})
        return list(found["announcements"])

    async def _ask(
        self, surface: Surface, method: str, path: str, body: Any, caller: dict[str, Any]
    ) -> tuple[int, Any]:
        key = caller.pop("key", None)
        who = a_caller(surface, **{"now": NOW} | caller)
        async with client_for(self._service, who) as client:
            headers = {"Idempotency-Key": key} if key else {}
            answer = await client.request(method, path, json=body, headers=headers)
        return answer.status_code, answer.json()


@pytest.fixture
def dispatcher(database: Database) -> Dispatcher:
    """Knows all that the service listens to."""
    return Dispatcher("notifications", database, ALL_HANDLERS)


@pytest.fixture
def desk(service: Service) -> Desk:
    return Desk(service)


@pytest.fixture
def tell_due(service: Service) -> Callable[[], Awaitable[int]]:
    """Runs the job once; says how many were due."""
    (job,) = [job for job in service.jobs if job.name == "tell_due_announcements"]
    return job.run


async def next_due(database: Database) -> datetime | None:
    """What the portal hears while it moves the clock."""
    async with database.work(an_origin()) as work:
        return await find_next_due(work)


async def told(database: Database) -> list[tuple[str, str | None]]:
    """What was announced of announcements, and to which customer alone."""
    events = await announced(database)
    return [(one.type, one.customerid) for one in events if one.type.startswith("announcement.")]


async def test_all_see_it_and_are_told(desk: Desk, database: Database) -> None:
    made = await desk.post(translations={"nl": {"title": "Uploads zijn traag", "text": "Wij zijn bezig."}})
    whole = {
        **SLOW,
        "translations": {"nl": {"title": "Uploads zijn traag", "text": "Wij zijn bezig."}},
        "shown_from": "2026-03-10T09:30:00Z",
        "shown_until": None,
        "dismissible": True,
        "id": made["id"],
    }
    for_business = {
        "product_id": None,
        "customer_id": None,
        "status": "active",
        "created_at": "2026-03-10T09:30:00Z",
    }
    assert made == whole | for_business
    assert await desk.business("GET", f"/{made['id']}") == (200, made)
    assert await desk.ada("GET") == (
        200,
        {"data": [whole | {"read": False, "dismissed": False}], "next_cursor": None},
    )
    assert await desk.titles(customer_id="cus_other") == ["Uploads are slow"]
    assert await desk.titles(business_id=CONTOSO) == []
    (event,) = [one for one in await announced(database) if one.type == "announcement.published"]
    assert (event.customerid, event.subject, event.subjectversion) == (None, made["id"], 1)
    assert event.data["announcement"]["translations"]["nl"]["title"] == "Uploads zijn traag"


async def test_one_for_a_customer_is_nobody_elses(desk: Desk, database: Database) -> None:
    made = await desk.post(customer_id=ADA)
    assert await desk.titles() == ["Uploads are slow"]
    assert await desk.titles(customer_id="cus_other") == []
    assert await told(database) == [("announcement.published", ADA)]
    for path in ("read", "dismiss"):
        status, refusal = await desk.ada("POST", f"/{made['id']}/{path}", customer_id="cus_other")
        assert (status, refusal["code"]) == (404, "announcement_not_found")
        status, refusal = await desk.ada("POST", f"/{made['id']}/{path}", business_id=CONTOSO)
        assert (status, refusal["code"]) == (404, "announcement_not_found")
    assert (await desk.overview())[0]["read_by"] == []
    _, export = await desk._ask(Surface.CUSTOMER, "GET", "/customer/export", None, {})
    assert [one["title"] for one in export["announcements"]] == ["Uploads are slow"]


async def test_one_for_a_product_follows_its_subscriptions(
    desk: Desk,
    receive: Receive,
    a_subscription: Callable[..., SubscriptionData],
    canceled: SubscriptionCanceled,
) -> None:
    product = ProductData(product_id="prod_1", name="Studio", active=True)
    assert await receive(ProductCreated(product=product)) == Done()
    await desk.post(product_id="prod_1")
    assert await desk.titles() == []
    await receive(SubscriptionActivated(subscription=a_subscription()), version=2)
    assert await desk.titles() == ["Uploads are slow"]
    assert await desk.titles(customer_id="cus_other") == []
    await receive(canceled, version=3)
    assert await desk.titles() == []
    await receive(SubscriptionActivated(subscription=a_subscription()), version=2)
    assert await desk.titles() == []


async def test_each_login_reads_and_dismisses_for_itself(desk: Desk) -> None:
    made = await desk.post()
    status, read = await desk.ada("POST", f"/{made['id']}/read")
    assert (status, read["read"], read["dismissed"]) == (200, True, False)
    status, dismissed = await desk.ada("POST", f"/{made['id']}/dismiss", actor=ANOTHER_LOGIN)
    assert (status, dismissed["read"], dismissed["dismissed"]) == (200, True, True)
    # The second click, and reading it afterwards, change nothing.
    assert await desk.ada("POST", f"/{made['id']}/dismiss", actor=ANOTHER_LOGIN) == (200, dismissed)
    assert await desk.ada("POST", f"/{made['id']}/read", actor=ANOTHER_LOGIN) == (200, dismissed)
    (shown,) = await desk.overview()
    readers = sorted([str(A_LOGIN), str(ANOTHER_LOGIN)])
    assert (shown["read_by"], shown["dismissed_by"]) == (readers, [str(ANOTHER_LOGIN)])
    assert await desk.titles(actor=ANOTHER_LOGIN) == ["Uploads are slow"]


async def test_two_clicks_at_once_are_one_mark(desk: Desk) -> None:
    made = await desk.post()
    clicks = [desk.ada("POST", f"/{made['id']}/dismiss") for _ in range(4)]
    assert [status for status, _ in await asyncio.gather(*clicks)] == [200] * 4
    assert (await desk.overview())[0]["dismissed_by"] == [str(A_LOGIN)]


async def test_what_stays_is_not_dismissed(desk: Desk) -> None:
    made = await desk.post(dismissible=False)
    status, refusal = await desk.ada("POST", f"/{made['id']}/dismiss")
    assert (status, refusal["code"]) == (409, "announcement_not_dismissible")
    (shown,) = await desk.overview()
    assert (shown["read_by"], shown["dismissed_by"]) == ([], [])


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"title": "  "}, "announcement_title_malformed", "title"),
        ({"title": "x" * 121}, "announcement_title_malformed", "title"),
        ({"text": "x" * 2_001}, "announcement_text_too_long", "text"),
        ({"translations": {"nl": {"title": ""}}}, "announcement_title_malformed", "title"),
        ({"translations": {"fr": {"title": "Lent"}}}, "announcement_language_unknown", "translations"),
        (
            {"shown_from": "2026-03-11T00:00:00Z", "shown_until": "2026-03-11T00:00:00Z"},
            "announcement_ends_too_early",
            "shown_until",
        ),
        (
            {"shown_from": "2026-03-01T00:00:00Z", "shown_until": "2026-03-10T09:30:00Z"},
            "announcement_is_over",
            "shown_until",
        ),
        ({"product_id": "prod_none"}, "announcement_product_unknown", "product_id"),
        ({"product_id": "prod_1", "customer_id": ADA}, "announcement_for_two", "customer_id"),
        ({"level": "panic"}, "invalid", None),
        ({"colour": "red"}, "invalid", None),
    ],
)
async def test_what_is_wrong_is_refused_and_nothing_made(
    desk: Desk, database: Database, wrong: dict[str, Any], code: str, field: str | None
) -> None:
    status, refusal = await desk.business("POST", "", SLOW | wrong, customer_id=ADA)
    assert (status, refusal["code"], refusal.get("field")) == (422, code, field)
    assert await desk.business("GET") == (200, {"data": [], "next_cursor": None})
    assert await told(database) == []


async def test_a_customer_that_the_portal_does_not_know_is_refused(desk: Desk) -> None:
    status, refusal = await desk.business("POST", "", SLOW | {"customer_id": "cus_other"}, customer_id=ADA)
    assert (status, refusal["code"]) == (404, "not_found")
    assert (await desk.business("GET"))[1]["data"] == []


async def test_a_repeat_with_its_key_is_the_same_one(desk: Desk, database: Database) -> None:
    first = await desk.business("POST", "", SLOW, key="one")
    assert await desk.business("POST", "", SLOW, key="one") == first
    assert len((await desk.business("GET"))[1]["data"]) == 1
    assert await told(database) == [("announcement.published", None)]


async def test_it_is_changed_and_told(desk: Desk, database: Database) -> None:
    made = await desk.post()
    await desk.ada("POST", f"/{made['id']}/read")
    changes = {"level": "info", "text": "All is well.", "shown_until": "2026-03-10T12:00:00Z"}
    assert await desk.business("PATCH", f"/{made['id']}", changes) == (200, made | changes)
    (shown,) = await desk.overview()
    assert (shown["title"], shown["text"], shown["read_by"]) == (
        SLOW["title"],
        "All is well.",
        [str(A_LOGIN)],
    )
    assert await desk.titles(now=datetime(2026, 3, 10, 12, tzinfo=UTC)) == []
    assert await desk.business("PATCH", f"/{made['id']}", {"shown_until": None}) == (
        200,
        made | changes | {"shown_until": None},
    )
    assert await told(database) == [
        ("announcement.published", None),
        ("announcement.updated", None),
        ("announcement.updated", None),
    ]


async def test_a_bad_change_changes_nothing(desk: Desk, database: Database) -> None:
    made = await desk.post()
    for wrong, code in (
        ({"title": ""}, "announcement_title_malformed"),
        ({"shown_until": "2026-03-09T00:00:00Z"}, "announcement_ends_too_early"),
        ({"customer_id": ADA}, "invalid"),
        ({"dismissible": None}, "invalid"),
    ):
        status, refusal = await desk.business("PATCH", f"/{made['id']}", wrong, customer_id=ADA)
        assert (status, refusal["code"]) == (422, code)
    assert await desk.business("GET", f"/{made['id']}") == (200, made)
    assert await told(database) == [("announcement.published", None)]


async def test_taken_away_it_is_gone(desk: Desk, database: Database) -> None:
    made = await desk.post()
    await desk.ada("POST", f"/{made['id']}/read")
    assert await desk.business("DELETE", f"/{made['id']}") == (200, made)
    status, refusal = await desk.business("DELETE", f"/{made['id']}")
    assert (status, refusal["code"]) == (404, "announcement_not_found")
    assert await desk.titles() == []
    (last,) = [one for one in await announced(database) if one.type == "announcement.withdrawn"]
    assert (last.subjectversion, last.data["because"]) == (2, "removed")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_another_businesss_is_not_there(desk: Desk, method: str) -> None:
    made = await desk.post()
    body = {"text": "Ours now."} if method == "PATCH" else None
    status, refusal = await desk.business(method, f"/{made['id']}", body, business_id=CONTOSO)
    assert (status, refusal["code"]) == (404, "announcement_not_found")
    assert await desk.business("GET", f"/{made['id']}") == (200, made)


async def test_the_list_goes_by_status_and_page(desk: Desk) -> None:
    for title, begins, ends in (
        ("Over", NOW - 2 * HOUR, NOW + HOUR),
        ("Active", NOW, None),
        ("Scheduled", NOW + 3 * HOUR, NOW + 4 * HOUR),
        ("Later", NOW + 5 * HOUR, None),
    ):
        await desk.post(
            title=title, shown_from=to_rfc3339(begins), shown_until=to_rfc3339(ends) if ends else None
        )
    at = {"now": NOW + HOUR}
    for status, titles in (
        ("", ["Later", "Scheduled", "Active", "Over"]),
        ("?status=over", ["Over"]),
        ("?status=active", ["Active"]),
        ("?status=scheduled", ["Later", "Scheduled"]),
    ):
        _, found = await desk.business("GET", status, **at)
        assert [one["title"] for one in found["data"]] == titles
    _, first = await desk.business("GET", "?limit=3", **at)
    _, rest = await desk.business("GET", f"?limit=3&cursor={first['next_cursor']}", **at)
    assert [one["title"] for one in rest["data"]] == ["Over"]
    assert await desk.titles(**at) == ["Active"]


async def test_customers_are_told_when_its_time_comes_and_is_over(
    desk: Desk,
    database: Database,
    receive: Receive,
    northwind: BusinessData,
    tell_due: Callable[[], Awaitable[int]],
) -> None:
    now = real_now().replace(microsecond=0)
    await desk.post(
        shown_from=to_rfc3339(now + 24 * HOUR), shown_until=to_rfc3339(now + 48 * HOUR), customer_id=ADA
    )
    assert (await tell_due(), await told(database)) == (0, [])
    assert await next_due(database) == now + 24 * HOUR

    async def move(hours: int) -> None:
        moved = northwind.model_copy(update={"clock_offset": hours * 3600})
        assert await receive(ClockMoved(business=moved), version=hours) == Done()

    await move(25)
    assert (await tell_due(), await tell_due()) == (1, 0)
    assert await told(database) == [("announcement.published", ADA)]
    assert await next_due(database) == now + 48 * HOUR
    await move(49)
    assert (await tell_due(), await tell_due()) == (1, 0)
    assert await told(database) == [("announcement.published", ADA), ("announcement.withdrawn", ADA)]
    (last,) = [one for one in await announced(database) if one.type == "announcement.withdrawn"]
    assert (last.data["because"], last.subjectversion) == ("over", 3)
    assert await next_due(database) is None


async def test_what_nobody_saw_ends_untold(
    desk: Desk, database: Database, tell_due: Callable[[], Awaitable[int]]
) -> None:
    now = real_now()
    await desk.post(shown_from=to_rfc3339(now - 2 * HOUR), shown_until=to_rfc3339(now - HOUR))
    assert (await tell_due(), await tell_due()) == (1, 0)
    assert await told(database) == []


async def test_forgotten_with_their_customer(desk: Desk, receive: Receive) -> None:
    made = await desk.post(customer_id=ADA)
    kept = await desk.post(title="For all")
    await desk.ada("POST", f"/{kept['id']}/read")
    assert await receive(CustomerAnonymized(customer_id=ADA), version=9) == Done()
    assert (await desk.business("GET", f"/{made['id']}"))[0] == 404
    assert [(one["title"], one["read_by"]) for one in await desk.overview()] == [("For all", [])]
