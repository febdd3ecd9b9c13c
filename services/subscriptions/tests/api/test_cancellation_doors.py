"""Canceling through the doors of customers and of the business."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NOW
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.cancellation_reasons import KNOWN_REASONS
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.subscription import Subscription

Subscribed = Callable[..., Awaitable[Subscription]]
DOMAIN = {"name": "ada.example", "url": "https://domains.example/ada"}
ENDS = "2026-04-10T08:30:00Z"


async def test_what_it_means_is_shown_before_and_answered_after(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(notice_days=41)
    async with client_for(service, a_caller("business", now=NOW)) as client:
        changed = await client.patch(
            f"/v1/subscriptions/{subscription.id}", json={"linked_services": [DOMAIN]}
        )
        assert changed.json()["linked_services"] == [DOMAIN]
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        shown = (await client.get(f"{path}/cancellation")).json()
        assert shown == {
            "mode": "request",
            "effective_at": "2026-04-20T08:30:00Z",
            "charges": [
                {
                    "at": ENDS,
                    "until": "2026-04-20T08:30:00Z",
                    "amount": {"amount": 967, "currency": "EUR"},
                }
            ],
            "comes_back": {"amount": 0, "currency": "EUR"},
            "outstanding": {"amount": 0, "currency": "EUR"},
            "credit_to": None,
            "linked_services": [DOMAIN],
            "reasons": [{"code": code, "label": None} for code in KNOWN_REASONS],
            "promise": shown["promise"],
        }
        asked = {"reason": "unused", "promise": shown["promise"]}
        answers = [
            await client.post(f"{path}/cancel", json=asked, headers={"Idempotency-Key": "a click"})
            for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        answer = answers[0].json()
        waits = shown | {"promise": None}
        assert answer["cancellation"] == waits == (await client.get(f"{path}/cancellation")).json()
        assert answer["actions"] == ["reactivate"]
        assert [(change["kind"], change["effective_at"]) for change in answer["pending_changes"]] == [
            ("cancel", "2026-04-20T08:30:00Z")
        ]
        again = await client.post(f"{path}/cancel")
        assert (again.status_code, again.json()["code"]) == (409, "cancellation_already_pending")
        kept = (await client.post(f"{path}/reactivate")).json()
        assert (kept["pending_changes"], kept["actions"]) == ([], ["pause", "cancel"])
    told = await announced(database)
    assert [event.type.removeprefix("subscription.") for event in told] == [
        "updated",
        "cancellation_requested",
        "cancellation_withdrawn",
    ]
    assert all(event.data["linked_services"] == [DOMAIN] for event in told)


async def test_at_once_and_again(service: Service, subscribed: Subscribed) -> None:
    subscription = await subscribed(cancellation_mode=CancellationMode.IMMEDIATE)
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        ended = (await client.post(f"{path}/cancel", json={"when": "now"})).json()
        assert (ended["status"], ended["ended_at"]) == ("canceled", "2026-03-10T09:30:00Z")
        assert ended["cancellation"]["comes_back"] == {"amount": 2900, "currency": "EUR"}
        assert ended["cancellation"]["credit_to"] == "balance"
        assert ended["actions"] == ["resubscribe"]
        renewed = await client.post(f"{path}/resubscribe")
        assert (renewed.status_code, renewed.json()["resubscribed_from"]) == (201, subscription.id)
        assert (await client.get(path)).json()["actions"] == []
        again = await client.post(f"{path}/resubscribe")
        assert (again.status_code, again.json()["code"]) == (409, "already_resubscribed")


async def test_the_business_cancels_and_asks_for_its_own_reasons(
    service: Service, subscribed: Subscribed
) -> None:
    subscription = await subscribed(allow_cancel=False)
    path = f"/v1/subscriptions/{subscription.id}"
    async with client_for(service, a_caller("business", now=NOW)) as client:
        reasons = [{"code": "other", "label": None}, {"code": "moved_away", "label": "I moved away"}]
        put = await client.put("/v1/cancellation-reasons", json={"reasons": reasons})
        assert put.json() == {"reasons": reasons} == (await client.get("/v1/cancellation-reasons")).json()
        unknown = await client.post(f"{path}/cancel", json={"reason": "unused"})
        assert (unknown.status_code, unknown.json()["code"]) == (422, "cancellation_reason_unknown")
        asked = {"reason": "moved_away", "when": "period_end"}
        planned = (await client.post(f"{path}/cancel", json=asked)).json()
        assert planned["cancellation"]["effective_at"] == ENDS
        (change,) = planned["pending_changes"]
        withdrawn = (await client.delete(f"{path}/pending-changes/{change['id']}")).json()
        assert withdrawn["pending_changes"] == []
        ended = (await client.post(f"{path}/cancel", json={"when": "now"})).json()
        assert (ended["status"], ended["cancellation"]["mode"]) == ("canceled", "immediate")
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        listed = (await client.get("/v1/cancellation-reasons")).json()["reasons"]
        assert [reason["code"] for reason in listed] == list(KNOWN_REASONS)
        assert (await client.post(f"{path}/cancel")).status_code == 404


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        ([{"code": "other"}, {"code": "other"}], "reasons_not_distinct"),
        ([{"code": "moved_away"}], "reason_without_words"),
        ([{"code": "Moved away"}], "invalid"),
        ([{"code": f"reason_{number}", "label": "A"} for number in range(21)], "invalid"),
    ],
)
async def test_reasons_that_make_no_sense_are_refused(
    service: Service, reasons: list[dict[str, str]], code: str
) -> None:
    async with client_for(service, a_caller("business")) as client:
        answer = await client.put("/v1/cancellation-reasons", json={"reasons": reasons})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        kept = (await client.get("/v1/cancellation-reasons")).json()["reasons"]
        assert len(kept) == len(KNOWN_REASONS)


@pytest.mark.parametrize(
    ("policy", "method", "tail", "body", "status", "code"),
    [
        ({"allow_cancel": False}, "post", "cancel", {}, 403, "cancel_not_offered"),
        ({"allow_cancel": False}, "get", "cancellation", None, 403, "cancel_not_offered"),
        ({}, "post", "cancel", {"when": "now"}, 422, "cancellation_timing_not_offered"),
        ({}, "post", "cancel", {"message": "a" * 2001}, 422, "invalid"),
        ({}, "post", "cancel", {"requested_by": "business"}, 422, "invalid"),
        ({}, "post", "cancel", {"promise": "1773135000.0123456789abcdef0123"}, 409, "cancellation_changed"),
        ({}, "post", "cancel", {"promise": "what was shown"}, 409, "cancellation_changed"),
        ({}, "post", "reactivate", None, 409, "no_cancellation_pending"),
        ({"allow_reactivate": False}, "post", "reactivate", None, 403, "reactivation_not_offered"),
        ({}, "post", "resubscribe", None, 409, "subscription_not_ended"),
    ],
)
async def test_each_refusal_has_its_code_and_changes_nothing(
    service: Service,
    database: Database,
    subscribed: Subscribed,
    policy: dict[str, Any],
    method: str,
    tail: str,
    body: dict[str, str] | None,
    status: int,
    code: str,
) -> None:
    subscription = await subscribed(**policy)
    path = f"/customer/subscriptions/{subscription.id}"
    async with client_for(service, a_caller(now=NOW)) as client:
        before = (await client.get(path)).json()
        answer = await client.request(method, f"{path}/{tail}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert (await client.get(path)).json() == before
    assert await announced(database) == []


@pytest.mark.parametrize("who", [{"customer_id": "cus_another"}, {"business_id": CONTOSO}])
@pytest.mark.parametrize("tail", ["cancel", "reactivate", "resubscribe"])
async def test_another_s_subscription_is_not_found(
    service: Service, subscribed: Subscribed, who: dict[str, Any], tail: str
) -> None:
    subscription = await subscribed()
    async with client_for(service, a_caller(now=NOW, **who)) as client:
        path = f"/customer/subscriptions/{subscription.id}"
        assert (await client.post(f"{path}/{tail}")).status_code == 404
        assert (await client.get(f"{path}/cancellation")).status_code == 404


@pytest.mark.parametrize(
    "linked",
    [[DOMAIN] * 51, [{"name": "A", "url": "javascript:alert(1)"}], [{"name": "", "url": "https://a"}]],
)
async def test_services_that_cannot_be_linked_are_refused(
    service: Service, subscribed: Subscribed, linked: list[dict[str, str]]
) -> None:
    subscription = await subscribed()
    path = f"/v1/subscriptions/{subscription.id}"
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        answer = await client.patch(path, json={"linked_services": linked})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert (await client.get(path)).json()["linked_services"] == []


DECLARED = {"id": "dcl_1", "number": "NW-D-1001", "received_at": "2026-03-10T09:29:59.123456Z"}


async def test_what_was_declared_is_answered_like_any_cancellation(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(cancellation_mode=CancellationMode.PERIOD_END)
    path = f"/customer/subscriptions/{subscription.id}/cancel"
    async with client_for(service, a_caller(now=NOW)) as client:
        answers = [
            await client.post(path, json={"declaration": DECLARED, "reason": "none of them"})
            for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["cancellation"]["effective_at"] == ENDS
    (event,) = await announced(database)
    assert (event.data["declaration_id"], event.data["received_at"]) == ("dcl_1", DECLARED["received_at"])


async def test_a_refusal_of_what_was_declared_is_kept_and_told_once(
    service: Service, database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(allow_cancel=False)
    path = f"/customer/subscriptions/{subscription.id}/cancel"
    async with client_for(service, a_caller(now=NOW)) as client:
        undeclared = await client.post(path, json={})
        assert (undeclared.status_code, await announced(database)) == (403, [])
        first, second = [await client.post(path, json={"declaration": DECLARED}) for _ in range(2)]
    assert (first.status_code, first.json()["code"]) == (403, "cancel_not_offered")
    assert (second.status_code, second.json()["code"]) == (409, "declaration_refused")
    (event,) = await announced(database)
    assert (event.type, event.data["code"]) == ("subscription.cancellation_refused", "cancel_not_offered")


@pytest.mark.parametrize("caller", [a_caller(business_id=CONTOSO), a_caller(customer_id="cus_other")])
async def test_nobody_declares_the_end_of_another_s(
    service: Service, database: Database, subscribed: Subscribed, caller: Any
) -> None:
    subscription = await subscribed()
    async with client_for(service, caller) as client:
        answer = await client.post(
            f"/customer/subscriptions/{subscription.id}/cancel", json={"declaration": DECLARED}
        )
    assert (answer.status_code, answer.json()["code"]) == (404, "subscription_not_found")
    assert await announced(database) == []
