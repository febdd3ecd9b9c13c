"""Traces: one from the click to the last consumer, over HTTP, SQL, the outbox and the bus."""

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract, inject
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_NAMESPACE, Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

_EXPORT_SECONDS = 2
"""A collector that is away must not hold up the end of a process for longer."""


def setup_traces(process_name: str, otlp_endpoint: str | None) -> None:
    """Give every request and message a trace id; spans are made and sent only when there is a collector.

    Once per process, which may be several services: each span says `foyer.service`. `otlp_endpoint` is the
    collector's base address; a provider that is there already stays. Which traces are kept is the SDK's own
    variable, OTEL_TRACES_SAMPLER: all, unless it says otherwise, and all of a trace or nothing.
    """
    if isinstance(trace.get_tracer_provider(), TracerProvider):
        return
    resource = Resource.create({SERVICE_NAME: process_name, SERVICE_NAMESPACE: "foyer"})
    provider = TracerProvider(sampler=None if otlp_endpoint else ALWAYS_OFF, resource=resource)
    if otlp_endpoint:
        exporter = OTLPSpanExporter(f"{otlp_endpoint.rstrip('/')}/v1/traces", timeout=_EXPORT_SECONDS)
        provider.add_span_processor(ServiceOfSpan())
        provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


class ServiceOfSpan(SpanProcessor):
    """Lets each span say whose it is, by the name that log lines have too, also a span of a library."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002
        """Take over what is bound where the span begins."""
        service = structlog.contextvars.get_contextvars().get("service")
        if service:
            span.set_attribute("foyer.service", service)


def current_traceparent() -> str | None:
    """The W3C `traceparent` of the running span, None outside of one."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent")


def context_of(traceparent: str | None) -> Context:
    """What a span is begun in that goes on where the `traceparent` was written down; None begins anew."""
    return extract({"traceparent": traceparent or ""}, context=Context())
