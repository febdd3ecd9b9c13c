"""Statements and commits are spans of what they belong to, and tell no value."""

from collections.abc import Iterator
from typing import Any

import pytest
from foyer_shared.storage import spans as storage_spans
from foyer_shared.storage.database import Database
from foyer_shared.storage.spans import trace_statements
from foyer_shared.testing.messaging import READING, announce
from foyer_shared.testing.plugin import MakeDatabase
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Tracer
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError


@pytest.fixture
async def database(make_database: MakeDatabase) -> Database:
    """Traced, as with a collector."""
    database = await make_database(READING)
    trace_statements(database)
    trace_statements(database)  # A second process on it changes nothing.
    return database


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Keeps what ends."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(storage_spans, "tracer", provider.get_tracer("test"))
    yield exporter
    provider.shutdown()


@pytest.fixture
def tracer(exporter: InMemorySpanExporter) -> Tracer:
    """Of the request around the statements."""
    return storage_spans.tracer


async def test_each_statement_and_the_commit_are_spans_below_the_request(
    database: Database, exporter: InMemorySpanExporter, tracer: Tracer
) -> None:
    with tracer.start_as_current_span("request") as request:
        await announce(database)
    ended = exporter.get_finished_spans()
    assert [span.name for span in ended] == ["INSERT reading.outbox", "COMMIT", "request"]
    parent = request.get_span_context().span_id
    assert [span.parent.span_id for span in ended if span.parent] == [parent, parent]
    attributes = dict(ended[0].attributes or {})
    assert str(attributes.pop("db.query.text")).startswith("INSERT INTO reading.outbox (message_id,")
    url = database.engine.url
    assert attributes == {
        "db.system.name": "postgresql",
        "db.namespace": f"{url.database}|reading",
        "db.operation.name": "INSERT",
        "db.query.summary": "INSERT reading.outbox",
        "server.address": url.host or "localhost",
        "server.port": url.port or 5432,
    }


async def test_what_belongs_to_no_request_makes_no_span(
    database: Database, exporter: InMemorySpanExporter
) -> None:
    await announce(database)
    assert exporter.get_finished_spans() == ()


async def test_a_failed_statement_says_its_kind_and_none_of_its_words(
    database: Database, exporter: InMemorySpanExporter, tracer: Tracer
) -> None:
    claim = insert(database.tables.inbox).values(message_id="evt_of_ada", reader="reading")
    async with database.session() as session:
        await session.execute(claim)
    with tracer.start_as_current_span("request"), pytest.raises(DBAPIError):
        async with database.session() as session:
            await session.execute(claim)
    failed, _ = exporter.get_finished_spans()
    assert (failed.name, dict(failed.attributes or {})["error.type"]) == ("INSERT reading.inbox", "23505")
    assert not failed.status.is_ok
    assert failed.status.description is None
    assert failed.events == ()
    assert "evt_of_ada" not in failed.to_json()


@pytest.mark.parametrize(
    ("statement", "summary"),
    [
        (select(READING.info["plumbing"].outbox.c.position).limit(0), "SELECT reading.outbox"),
        (READING.info["plumbing"].outbox.delete(), "DELETE reading.outbox"),
        (READING.info["plumbing"].outbox.update().values(attempts=1), "UPDATE reading.outbox"),
        (select(func.now()), "SELECT"),
        (text("SELECT 1"), "SELECT"),
    ],
)
async def test_a_span_is_named_after_verb_and_table(
    database: Database, exporter: InMemorySpanExporter, tracer: Tracer, statement: Any, summary: str
) -> None:
    with tracer.start_as_current_span("request"):
        async with database.session() as session:
            await session.execute(statement)
    assert [span.name for span in exporter.get_finished_spans()] == [summary, "COMMIT", "request"]
