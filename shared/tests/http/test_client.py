"""The client between services: it repeats only what is safe, and tells refusals from outages."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from foyer_shared.basics.errors import Kind
from foyer_shared.http.callers import CallerTokenMint
from foyer_shared.http.client import Refused, ServiceAway, ServiceClient
from foyer_shared.testing import a_caller
from foyer_shared.testing.callers import a_key_pair

Outcome = httpx.Response | Exception


class Wire(httpx.AsyncBaseTransport):
    """Answers with the given outcomes, the last one for ever, and keeps what was asked."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.asked: list[httpx.Request] = []
        self._outcomes = list(outcomes)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return httpx.Response(outcome.status_code, headers=outcome.headers, content=outcome.content)


@pytest.fixture
def client_over() -> Callable[[httpx.AsyncBaseTransport], ServiceClient]:
    """Makes a client of the notes over the wire."""
    mint = CallerTokenMint(a_key_pair()[0])
    return lambda wire: ServiceClient("http://notes.test", "notes", mint, transport=wire)


OK = httpx.Response(200, json={"id": "note_1"})
AWAY = httpx.Response(503, json={"code": "unavailable"})
LOST = httpx.ReadError("the connection broke")
NEVER_THERE = httpx.ConnectError("nobody listens")


async def test_an_answer_is_its_document(client_over: Any) -> None:
    wire = Wire(OK)
    assert await client_over(wire).get("/notes", caller=a_caller(), params={"limit": 2}) == {"id": "note_1"}
    (request,) = wire.asked
    assert str(request.url) == "http://notes.test/notes?limit=2"
    assert request.headers["authorization"].startswith("Bearer eyJ")


async def test_no_content_is_an_empty_document(client_over: Any) -> None:
    assert await client_over(Wire(httpx.Response(204))).delete("/notes/1", caller=a_caller()) == {}


@pytest.mark.parametrize("trouble", [AWAY, httpx.Response(500), httpx.Response(502), LOST, NEVER_THERE])
async def test_a_read_is_tried_again(client_over: Any, trouble: Outcome) -> None:
    wire = Wire(trouble, trouble, OK)
    assert await client_over(wire).get("/notes", caller=a_caller()) == {"id": "note_1"}
    assert len(wire.asked) == 3


@pytest.mark.parametrize("trouble", [AWAY, LOST])
async def test_a_command_with_a_key_is_tried_again_with_the_same_key(
    client_over: Any, trouble: Outcome
) -> None:
    wire = Wire(trouble, OK)
    await client_over(wire).post("/notes", caller=a_caller(), json={"text": "a"}, idempotency_key="k")
    assert [request.headers["idempotency-key"] for request in wire.asked] == ["k", "k"]
    assert [request.content for request in wire.asked] == [b'{"text":"a"}'] * 2


@pytest.mark.parametrize("trouble", [AWAY, LOST])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
async def test_a_command_without_a_key_that_may_have_arrived_is_sent_once(
    client_over: Any, trouble: Outcome, method: str
) -> None:
    wire = Wire(trouble, OK)
    with pytest.raises(ServiceAway):
        await getattr(client_over(wire), method)("/notes", caller=a_caller())
    assert len(wire.asked) == 1


async def test_a_command_that_cannot_have_arrived_is_sent_again(client_over: Any) -> None:
    wire = Wire(NEVER_THERE, OK)
    assert await client_over(wire).post("/notes", caller=a_caller()) == {"id": "note_1"}


async def test_in_the_end_the_service_is_away(client_over: Any) -> None:
    wire = Wire(AWAY)
    with pytest.raises(ServiceAway) as away:
        await client_over(wire).get("/notes", caller=a_caller())
    assert (away.value.kind, away.value.code) == (Kind.UNAVAILABLE, "unavailable")
    assert len(wire.asked) == 3


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, Kind.NOT_ALLOWED),
        (403, Kind.NOT_ALLOWED),
        (404, Kind.NOT_FOUND),
        (409, Kind.CONFLICT),
        (413, Kind.INVALID),
        (422, Kind.INVALID),
    ],
)
async def test_a_refusal_keeps_what_the_service_said(client_over: Any, status: int, kind: Kind) -> None:
    wire = Wire(httpx.Response(status, json={"code": "full", "detail": "No room.", "field": "text"}))
    with pytest.raises(Refused) as refused:
        await client_over(wire).get("/notes", caller=a_caller())
    error = refused.value
    assert (error.code, error.kind, error.detail, error.field) == ("full", kind, "No room.", "text")
    assert len(wire.asked) == 1


async def test_a_refusal_that_is_no_document_still_has_a_kind(client_over: Any) -> None:
    with pytest.raises(Refused) as refused:
        await client_over(Wire(httpx.Response(404, text="<html>"))).get("/notes", caller=a_caller())
    assert (refused.value.code, refused.value.kind) == ("not_found", Kind.NOT_FOUND)


async def test_a_service_refuses_through_the_client(client_over: Any, app: FastAPI) -> None:
    client = client_over(httpx.ASGITransport(app))
    note = await client.post("/customer/notes", caller=a_caller(), json={"text": "milk"})
    assert note["text"] == "milk"
    with pytest.raises(Refused) as refused:
        await client.post("/customer/notes", caller=a_caller(), json={"txt": "milk"})
    assert refused.value.errors == [
        {"field": "text", "detail": "Field required"},
        {"field": "txt", "detail": "Extra inputs are not permitted"},
    ]


async def test_a_request_is_passed_on_as_it_is(client_over: Any) -> None:
    wire = Wire(httpx.Response(422, json={"code": "invalid"}, headers={"X-Kept": "1"}))
    answer = await client_over(wire).send(
        "POST",
        "/v1/notes",
        caller=a_caller(),
        content=b'{"a":  1}',
        params={"x": "y"},
        headers={"Idempotency-Key": "k", "Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json(), answer.headers["x-kept"]) == (422, {"code": "invalid"}, "1")
    assert wire.asked[0].content == b'{"a":  1}'
    assert wire.asked[0].headers["idempotency-key"] == "k"
