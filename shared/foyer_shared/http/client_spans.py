"""The span of a call to a service: what it asks in kind, never the path with its ids or a query."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from opentelemetry import trace
from opentelemetry.propagate import inject
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.util.types import AttributeValue

tracer = trace.get_tracer("foyer.http")

_NO_WORD = re.compile(r"(?<=/)(?![a-z_-]+(?:/|$))[^/]+")
"""A step of a path that is none of our words, such as an id."""


def template_of(path: str) -> str:
    """The path with its ids taken out, `/customer/subscriptions/{id}/pause`."""
    return _NO_WORD.sub("{id}", path)


@contextmanager
def calling(request: httpx.Request, service: str, template: str | None) -> Iterator[Span]:
    """One try of a call. The request is told its trace; the service's span goes on from this one.

    Without a template nobody knows which part of the path may be told: none is.
    """
    attributes: dict[str, AttributeValue] = {
        "http.request.method": request.method,
        "server.address": request.url.host,
        "server.port": request.url.port or (443 if request.url.scheme == "https" else 80),
        "service.peer.name": service,
    }
    if template:
        attributes["url.template"] = template
    with tracer.start_as_current_span(
        f"{request.method} {template}" if template else request.method,
        kind=SpanKind.CLIENT,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        inject(request.headers)
        try:
            yield span
        except Exception as error:
            _fail(span, type(error.__cause__ or error).__name__)
            raise


def note_answer(span: Span, response: httpx.Response) -> None:
    """How the service answered."""
    span.set_attribute("http.response.status_code", response.status_code)
    if response.is_error:
        _fail(span, str(response.status_code))


def _fail(span: Span, kind: str) -> None:
    span.set_attribute("error.type", kind)
    span.set_status(StatusCode.ERROR)
