"""Each request leaves one line, one measurement and one span, and none of its secrets."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from foyer_shared.http import access_log, client_spans
from foyer_shared.http.callers import CallerTokenMint, Surface
from foyer_shared.http.client import ServiceClient
from foyer_shared.storage.database import Database
from foyer_shared.testing import a_caller, announced, client_for
from foyer_shared.testing.callers import a_key_pair
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

Spans = Callable[[], list[ReadableSpan]]


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spans]:
    """The spans that HTTP has ended, the innermost first."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    for module in (access_log, client_spans):
        monkeypatch.setattr(module, "tracer", provider.get_tracer("test"))
    yield lambda: list(exporter.get_finished_spans())
    provider.shutdown()


async def test_a_request_is_one_line_without_its_query_body_and_headers(app: FastAPI) -> None:
    with capture_logs() as lines:
        async with client_for(app, a_caller()) as asking:
            await asking.get("/customer/notes", params={"limit": 7, "cursor": "c2VjcmV0"})
    (line,) = lines
    assert line.pop("ms") > 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "GET",
        "route": "/customer/notes",
        "status": 200,
    }


async def test_an_unexpected_error_is_a_line_without_its_words(app: FastAPI) -> None:
    with capture_logs() as lines:
        async with client_for(app, a_caller(Surface.INTERNAL)) as asking:
            await asking.post("/internal/broken")
    failed, request = lines
    assert (failed["event"], failed["error"], failed["route"]) == (
        "request failed",
        "ValueError",
        "/internal/broken",
    )
    assert (request["event"], request["status"]) == ("request", 500)
    assert "invalid literal" not in str(lines)


async def test_a_request_is_measured(app: FastAPI) -> None:
    labels = {"service": "notes", "method": "GET", "route": "/customer/notes", "status": "200"}
    before = REGISTRY.get_sample_value("foyer_request_seconds_count", labels) or 0
    async with client_for(app, a_caller()) as asking:
        await asking.get("/customer/notes")
    assert REGISTRY.get_sample_value("foyer_request_seconds_count", labels) == before + 1


async def test_one_trace_goes_from_the_caller_to_the_event(
    app: FastAPI, database: Database, spans: Spans
) -> None:
    notes = ServiceClient(
        "http://notes.test",
        "notes",
        CallerTokenMint(a_key_pair()[0]),
        transport=httpx.ASGITransport(app),
    )
    await notes.post("/customer/notes", caller=a_caller(), json={"text": "milk"})
    served, called = spans()
    assert (called.name, served.name) == ("POST /customer/notes", "POST /customer/notes")
    assert served.parent is not None
    assert called.context is not None
    assert served.context is not None
    assert served.parent.span_id == called.context.span_id
    (event,) = await announced(database)
    trace_id, span_id = served.context.trace_id, served.context.span_id
    assert str(event.traceparent).startswith(f"00-{trace_id:032x}-{span_id:016x}-")


async def test_a_span_holds_no_path_and_no_query(app: FastAPI, spans: Spans) -> None:
    async with client_for(app, a_caller()) as asking:
        await asking.get("/customer/notes", params={"cursor": "c2VjcmV0"})
    (span,) = spans()
    assert dict(span.attributes or {}) == {
        "foyer.service": "notes",
        "http.request.method": "GET",
        "url.scheme": "http",
        "http.route": "/customer/notes",
        "http.response.status_code": 200,
    }
    assert span.status.is_unset


async def test_a_failed_request_is_a_failed_span(app: FastAPI, spans: Spans) -> None:
    async with client_for(app, a_caller(Surface.INTERNAL)) as asking:
        await asking.post("/internal/broken")
    (span,) = spans()
    assert not span.status.is_ok
    assert not span.status.is_unset
    assert span.events == ()


async def test_what_is_no_http_passes(app: FastAPI) -> None:
    seen: list[Any] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    await access_log.AccessLog(inner, service="notes")({"type": "websocket"}, None, None)  # type: ignore[arg-type]  # Not used by inner.
    assert seen == ["websocket"]
