"""A span for each statement and commit, when there is a collector; its text is the one with placeholders.

Our own instead of OpenTelemetry's instrumentation, whose spans hold an error's words (which quote the row
that was there already), know no commits, and begin a trace of their own with every look for something to do.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from weakref import WeakSet

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.util.types import AttributeValue
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

from foyer_shared.storage.database import Database

tracer = trace.get_tracer("foyer.storage")

_traced: WeakSet[Engine] = WeakSet()

_RUNNING = "foyer_span"
"""Where a connection keeps the span of its statement; it does one after the other."""

_SUMMARY = re.compile(
    r"\s* (?P<operation> \w+) (?: (?: .*? \b FROM | \s+ INTO )? \s+ (?P<table> \w+\.\w+) )?",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def trace_statements(database: Database) -> None:
    """From now on. What belongs to no request and no message, such as a look into the outbox, makes none."""
    engine = database.engine.sync_engine
    if engine in _traced:
        return  # Two processes of the embedded run share the portal's database.
    _traced.add(engine)
    spans = _StatementSpans(engine, database.schema)
    event.listen(engine, "before_cursor_execute", spans.begin)
    event.listen(engine, "after_cursor_execute", spans.end)
    event.listen(engine, "handle_error", spans.fail)
    # There is an event before a commit, and none after it.
    do_commit = engine.dialect.do_commit

    def commit(connection: Any) -> None:
        with spans.commit():
            do_commit(connection)

    engine.dialect.do_commit = commit  # type: ignore[method-assign, assignment]  # On this engine's dialect alone.


class _StatementSpans:
    """The spans of one engine."""

    def __init__(self, engine: Engine, schema: str) -> None:
        self._about: Mapping[str, AttributeValue] = {
            "db.system.name": "postgresql",
            "db.namespace": f"{engine.url.database}|{schema}",
            "server.address": engine.url.host or "localhost",
            "server.port": engine.url.port or 5432,
        }

    def begin(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        """A statement is about to be sent."""
        if not _is_traced():
            return
        summary, operation = _summary(statement)
        connection.info[_RUNNING] = tracer.start_span(
            summary,
            kind=SpanKind.CLIENT,
            attributes={
                **self._about,
                "db.operation.name": operation,
                "db.query.summary": summary,
                "db.query.text": statement,
            },
        )

    def end(self, connection: Connection, *_: Any) -> None:
        """It has been answered."""
        span: Span | None = connection.info.pop(_RUNNING, None)
        if span is not None:
            span.end()

    def fail(self, failure: ExceptionContext) -> None:
        """It has failed, or no connection could be made for it."""
        if failure.connection is None:
            return
        span: Span | None = failure.connection.info.get(_RUNNING)
        if span is not None:
            _mark_failed(span, failure.original_exception)
        self.end(failure.connection)

    @contextmanager
    def commit(self) -> Iterator[None]:
        """From its being sent to its being stored."""
        if not _is_traced():
            yield
            return
        span = tracer.start_span(
            "COMMIT", kind=SpanKind.CLIENT, attributes={**self._about, "db.operation.name": "COMMIT"}
        )
        try:
            yield
        except BaseException as error:
            _mark_failed(span, error)
            raise
        finally:
            span.end()


def _is_traced() -> bool:
    return trace.get_current_span().is_recording()


def _mark_failed(span: Span, error: BaseException) -> None:
    """The kind of the error, never its words."""
    span.set_attribute("error.type", str(getattr(error, "sqlstate", None) or type(error).__name__))
    span.set_status(StatusCode.ERROR)


@lru_cache(maxsize=1024)
def _summary(statement: str) -> tuple[str, str]:
    """Such as `UPDATE subscriptions.subscriptions`, and its verb alone."""
    found = _SUMMARY.match(statement)
    if found is None:
        return "SQL", "SQL"
    operation = found["operation"].upper()
    return " ".join(filter(None, (operation, found["table"]))), operation
