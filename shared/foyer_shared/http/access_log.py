"""What every request leaves behind: one server span, one log line, one measurement, and never its secrets."""

from collections.abc import Awaitable, Callable
from time import perf_counter

import structlog
from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.trace import Span, SpanKind, StatusCode
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foyer_shared.http.problems import unexpected_problem
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import request_seconds

log: structlog.stdlib.BoundLogger = structlog.get_logger()
tracer = trace.get_tracer("foyer.http")

_NO_ROUTE = "unknown"

OnUnexpected = Callable[[Request], Awaitable[Response]]
"""Makes the answer to a request that failed for a reason of ours."""


async def _say_problem(_: Request) -> Response:
    return unexpected_problem()


class AccessLog:
    """Continues the caller's trace, logs method, route, status and time, and answers what nobody foresaw.

    Query strings, headers and bodies are left out, and so are paths: a route's template says enough.
    """

    def __init__(self, app: ASGIApp, *, service: str, on_unexpected: OnUnexpected = _say_problem) -> None:
        self._app = app
        self._service = service
        self._on_unexpected = on_unexpected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on, and watch it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with (
            structlog.contextvars.bound_contextvars(service=self._service),
            tracer.start_as_current_span(
                scope["method"],
                context=extract(Headers(scope=scope)),
                kind=SpanKind.SERVER,
                attributes={
                    "foyer.service": self._service,
                    "http.request.method": scope["method"],
                    "url.scheme": scope["scheme"],
                },
                record_exception=False,
            ) as span,
        ):
            await self._watch(scope, receive, send, span)

    async def _watch(self, scope: Scope, receive: Receive, send: Send, span: Span) -> None:
        started = perf_counter()
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            _report(scope, error)
            if status:
                # The answer is half sent; only closing the connection tells the caller.
                raise
            response = await self._on_unexpected(Request(scope))
            await response(scope, receive, send_and_note)
        finally:
            self._record(scope, span, status, perf_counter() - started)

    def _record(self, scope: Scope, span: Span, status: int, seconds: float) -> None:
        method, route = scope["method"], _route(scope)
        if route != _NO_ROUTE:
            span.update_name(f"{method} {route}")
            span.set_attribute("http.route", route)
        if status:
            span.set_attribute("http.response.status_code", status)
        if status >= 500 or not status:  # noqa: PLR2004  Statuses from here on are our fault.
            span.set_attribute("error.type", str(status or "no_answer"))
            span.set_status(StatusCode.ERROR)
        request_seconds.labels(self._service, method, route, str(status)).observe(seconds)
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _report(scope: Scope, error: Exception) -> None:
    log.error("request failed", method=scope["method"], route=_route(scope), **error_fields(error))


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", None) or _NO_ROUTE
