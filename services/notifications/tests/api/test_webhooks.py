"""The business's doors to its webhooks, as the service is wired."""

from typing import Any

import pytest
from foyer_notifications.api.webhooks import EndpointBody
from foyer_shared.http.callers import Surface
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO
from standardwebhooks import Webhook

DOOR = "/v1/webhook-endpoints"
STAFF = a_caller(Surface.BUSINESS)
AN_ENDPOINT = {"url": "https://shop.example/foyer", "events": ["invoice.*", "order.paid"]}


async def _call(
    service: Service, method: str, path: str, body: Any = None, *, caller: Any = STAFF, key: str | None = None
) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    async with client_for(service, caller) as client:
        return await client.request(method, path, json=body, headers=headers)


async def test_an_endpoint_is_added_read_changed_and_removed(service: Service) -> None:
    made = await _call(service, "POST", DOOR, AN_ENDPOINT)
    assert made.status_code == 201
    endpoint = made.json()
    secret = endpoint.pop("secret")
    assert len(Webhook(secret)._whsecret) == 32
    assert endpoint == {
        **AN_ENDPOINT,
        "id": endpoint["id"],
        "description": "",
        "ordered": False,
        "enabled": True,
        "stopped_because": None,
        "failing_since": None,
        "left_alone_until": None,
        "secret_before_until": None,
        "created_at": endpoint["created_at"],
    }
    path = f"{DOOR}/{endpoint['id']}"
    assert (await _call(service, "GET", path)).json() == endpoint
    assert (await _call(service, "GET", DOOR)).json()["data"] == [endpoint]

    off = AN_ENDPOINT | {"enabled": False, "ordered": True, "description": "Books"}
    changed = (await _call(service, "PUT", path, off)).json()
    assert changed == endpoint | off | {"stopped_because": "switched_off"}

    assert (await _call(service, "DELETE", path)).json() == changed
    gone = await _call(service, "GET", path)
    assert (gone.status_code, gone.json()["code"]) == (404, "webhook_endpoint_not_found")


async def test_a_secret_is_told_once(service: Service) -> None:
    first = await _call(service, "POST", DOOR, AN_ENDPOINT, key="a")
    again = await _call(service, "POST", DOOR, AN_ENDPOINT, key="a")
    assert again.json() == {name: value for name, value in first.json().items() if name != "secret"}
    path = f"{DOOR}/{first.json()['id']}/secret"
    rotated = await _call(service, "POST", path, key="b")
    assert rotated.json()["secret"] != first.json()["secret"]
    assert rotated.json()["secret_before_until"] is not None
    assert "secret" not in (await _call(service, "POST", path, key="b")).json()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"url": "http://shop.example/"}, "webhook_url_not_secure"),
        ({"url": "https://169.254.169.254/"}, "webhook_url_private"),
        ({"url": "shop.example"}, "webhook_url_malformed"),
        ({"events": ["invoice.eaten"]}, "webhook_filter_unknown"),
        ({"events": ["message.*"]}, "webhook_filter_unknown"),
        ({"events": ["invoice.[a-z]*"]}, "webhook_filter_unknown"),
        ({"events": []}, "invalid"),
    ],
)
async def test_what_cannot_be_an_endpoint_is_refused(
    service: Service, change: dict[str, Any], code: str
) -> None:
    made = (await _call(service, "POST", DOOR, AN_ENDPOINT)).json()
    del made["secret"]
    path = f"{DOOR}/{made['id']}"
    for method, at in (("POST", DOOR), ("PUT", path)):
        refused = await _call(service, method, at, AN_ENDPOINT | change)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await _call(service, "GET", DOOR)).json()["data"] == [made]


async def test_there_are_twenty_at_most(service: Service) -> None:
    for _ in range(20):
        assert (await _call(service, "POST", DOOR, AN_ENDPOINT)).status_code == 201
    refused = await _call(service, "POST", DOOR, AN_ENDPOINT)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_webhook_endpoints")
    assert len((await _call(service, "GET", f"{DOOR}?limit=100")).json()["data"]) == 20


async def test_an_endpoint_is_tried_out_and_its_deliveries_listed(service: Service) -> None:
    path = f"{DOOR}/{(await _call(service, 'POST', DOOR, AN_ENDPOINT)).json()['id']}"
    pinged = await _call(service, "POST", f"{path}/ping")
    assert (pinged.status_code, pinged.json()["type"], pinged.json()["state"]) == (202, "ping", "waiting")
    deliveries = (await _call(service, "GET", f"{path}/deliveries")).json()["data"]
    assert deliveries == [pinged.json()]
    assert (await _call(service, "GET", f"{path}/deliveries?state=failed")).json()["data"] == []

    events = (await _call(service, "GET", "/v1/events?type=ping")).json()["data"]
    assert [each["id"] for each in events] == [pinged.json()["event_id"]]
    assert (await _call(service, "GET", "/v1/events?type=invoice.paid")).json()["data"] == []

    again = await _call(service, "POST", f"{path}/replay", {"event_id": events[0]["id"]})
    assert (again.status_code, again.json()["event_id"]) == (202, events[0]["id"])
    assert len((await _call(service, "GET", f"{path}/deliveries")).json()["data"]) == 1
    unknown = await _call(service, "POST", f"{path}/replay", {"event_id": "evt_none"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "webhook_event_not_found")


async def test_nothing_is_sent_to_an_endpoint_that_is_off(service: Service) -> None:
    path = f"{DOOR}/{(await _call(service, 'POST', DOOR, AN_ENDPOINT | {'enabled': False})).json()['id']}"
    for refused in (
        await _call(service, "POST", f"{path}/ping"),
        await _call(service, "POST", f"{path}/replay", {"event_id": "evt_1"}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "webhook_endpoint_off")
    assert (await _call(service, "GET", f"{path}/deliveries")).json()["data"] == []
    assert (await _call(service, "GET", "/v1/events")).json()["data"] == []


async def test_another_business_sees_and_changes_nothing(service: Service) -> None:
    made = (await _call(service, "POST", DOOR, AN_ENDPOINT)).json()
    path = f"{DOOR}/{made['id']}"
    event = (await _call(service, "POST", f"{path}/ping")).json()["event_id"]
    contoso = a_caller(Surface.BUSINESS, business_id=CONTOSO)
    own = (await _call(service, "POST", DOOR, AN_ENDPOINT, caller=contoso)).json()
    for method, at, body in (
        ("GET", path, None),
        ("PUT", path, EndpointBody(url="https://evil.example/").model_dump(mode="json")),
        ("DELETE", path, None),
        ("POST", f"{path}/secret", None),
        ("POST", f"{path}/ping", None),
        ("POST", f"{path}/replay", {"event_id": event}),
        ("GET", f"{path}/deliveries", None),
    ):
        answer = await _call(service, method, at, body, caller=contoso)
        assert (answer.status_code, answer.json()["code"]) == (404, "webhook_endpoint_not_found"), at
    replayed = await _call(service, "POST", f"{DOOR}/{own['id']}/replay", {"event_id": event}, caller=contoso)
    assert replayed.json()["code"] == "webhook_event_not_found"
    assert (await _call(service, "GET", "/v1/events", caller=contoso)).json()["data"] == []
    del made["secret"]
    assert (await _call(service, "GET", path)).json() == made
