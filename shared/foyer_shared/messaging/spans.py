"""The two ends of an event's way over the bus, as OpenTelemetry names them for RabbitMQ.

The table of the embedded run stands in for RabbitMQ, so its exchange and queues have the same names here.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from opentelemetry import trace
from opentelemetry.propagate import inject
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.util.types import AttributeValue

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.messaging.topology import Topology
from foyer_shared.messaging.transport import Confirmed, Message, Outcome
from foyer_shared.telemetry.traces import context_of

tracer = trace.get_tracer("foyer.messaging")

_NAMES = Topology()

_NOT_RECORDED = "-00"
"""How a `traceparent` ends whose trace nobody collects."""


async def publish_traced(
    publish: Callable[[Sequence[Message]], Awaitable[list[Outcome]]],
    messages: Sequence[Message],
    *,
    system: str,
) -> list[Outcome]:
    """Publish with a span for each message, which goes on the trace that its event began and travels along.

    Where no traces are recorded the messages stay as they are. When nothing could be sent no span remains:
    an outage would leave one for each message and try.
    """
    spans = [_producer_span(message, system) for message in messages]
    sent = [_with_trace(message, span) for message, span in zip(messages, spans, strict=True)]
    outcomes = await publish(sent)
    for span, outcome in zip(spans, outcomes, strict=True):
        if outcome != Confirmed():
            span.set_attribute("error.type", type(outcome).__name__)
            span.set_status(StatusCode.ERROR)
        span.end()
    return outcomes


@contextmanager
def processing(envelope: Envelope, message: Message, reader: str, *, attempt: int) -> Iterator[Span]:
    """The span of one try; where the bus's library has made one already, that one with our names."""
    destination = f"{_NAMES.exchange}:{envelope.routing_key()}:{_NAMES.queue(reader)}"
    name = f"process {destination}"
    attributes: dict[str, AttributeValue] = {
        "messaging.destination.name": destination,
        "messaging.message.id": envelope.id,
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "foyer.attempt": attempt,
    }
    current = trace.get_current_span()
    if current.get_span_context().is_valid:
        current.update_name(name)
        current.set_attributes(attributes)
        yield current
        return
    with tracer.start_as_current_span(
        name,
        context=context_of(message.headers.get("traceparent") or envelope.traceparent),
        kind=SpanKind.CONSUMER,
        attributes={"messaging.system": "foyer", **attributes},
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        yield span


def _producer_span(message: Message, system: str) -> Span:
    traceparent = message.headers.get("traceparent")
    if traceparent is not None and traceparent.endswith(_NOT_RECORDED):
        return trace.INVALID_SPAN
    destination = f"{_NAMES.exchange}:{message.routing_key}"
    return tracer.start_span(
        f"publish {destination}",
        context=context_of(traceparent),
        kind=SpanKind.PRODUCER,
        attributes={
            "messaging.system": system,
            "messaging.destination.name": destination,
            "messaging.message.id": message.id,
            "messaging.operation.name": "publish",
            "messaging.operation.type": "send",
        },
    )


def _with_trace(message: Message, span: Span) -> Message:
    if not span.is_recording():
        return message
    headers = dict(message.headers)
    inject(headers, context=trace.set_span_in_context(span))
    return replace(message, headers=headers)
