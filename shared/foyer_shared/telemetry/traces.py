"""Traces: one from the click to the last consumer, over HTTP, the outbox and the bus."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import inject
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, DEFAULT_ON

_EXPORT_SECONDS = 2
"""A collector that is away must not hold up the end of a process for longer."""


def setup_traces(process_name: str, otlp_endpoint: str | None) -> None:
    """Give every request and message a trace id; spans are made and sent only when there is a collector.

    Once per process, which may be several services: each span says `foyer.service`. `otlp_endpoint` is the
    collector's base address; a provider that is there already stays.
    """
    if isinstance(trace.get_tracer_provider(), TracerProvider):
        return
    provider = TracerProvider(
        sampler=DEFAULT_ON if otlp_endpoint else ALWAYS_OFF,
        resource=Resource.create({SERVICE_NAME: process_name}),
    )
    if otlp_endpoint:
        exporter = OTLPSpanExporter(f"{otlp_endpoint.rstrip('/')}/v1/traces", timeout=_EXPORT_SECONDS)
        provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


def current_traceparent() -> str | None:
    """The W3C `traceparent` of the running span, None outside of one."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent")
