"""Trace context as text, to cross the outbox and the bus."""

from opentelemetry.propagate import inject


def current_traceparent() -> str | None:
    """The W3C `traceparent` of the running span, None outside of one."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent")
