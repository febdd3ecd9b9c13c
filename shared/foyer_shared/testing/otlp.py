"""A collector of traces for tests: OTLP over HTTP, and every span that came, to look through."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

KINDS = {
    Span.SPAN_KIND_INTERNAL: "internal",
    Span.SPAN_KIND_SERVER: "server",
    Span.SPAN_KIND_CLIENT: "client",
    Span.SPAN_KIND_PRODUCER: "producer",
    Span.SPAN_KIND_CONSUMER: "consumer",
}


@dataclass(frozen=True, slots=True)
class SeenSpan:
    """One span as it left a process; `process` is its `service.name`, `parent` empty for a root."""

    trace: str
    id: str
    parent: str
    name: str
    kind: str
    process: str
    service: str
    attributes: dict[str, Any]
    failed: bool
    said: str
    """What its status says in words; nothing should."""


class Collector:
    """The spans so far, in the order of their arrival."""

    def __init__(self) -> None:
        self.url = ""
        self.spans: list[SeenSpan] = []

    def take(self, body: bytes) -> None:
        """Note the spans of one export."""
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            process = _plain(resource.resource.attributes)["service.name"]
            for scope in resource.scope_spans:
                self.spans += [_seen(span, process) for span in scope.spans]

    def trace_of(self, root: str) -> list[SeenSpan]:
        """All spans of the newest trace whose root has this name; empty while it has not arrived."""
        found = [span.trace for span in self.spans if span.name == root and not span.parent]
        return [span for span in self.spans if span.trace == found[-1]] if found else []


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector on a free loopback port; `url` is for FOYER_OTLP_ENDPOINT."""
    collector = Collector()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            if self.path == "/v1/traces":
                collector.take(body)
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        collector.url = f"http://127.0.0.1:{server.server_port}"
        serving = Thread(target=server.serve_forever)
        serving.start()
        try:
            yield collector
        finally:
            server.shutdown()
            serving.join()


def _seen(span: Span, process: str) -> SeenSpan:
    attributes = _plain(span.attributes)
    return SeenSpan(
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        name=span.name,
        kind=KINDS[span.kind],
        process=process,
        service=attributes.get("foyer.service", ""),
        attributes=attributes,
        failed=span.status.code == span.status.STATUS_CODE_ERROR,
        said=span.status.message,
    )


def _plain(attributes: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, str(each.value.WhichOneof("value"))) for each in attributes}
