"""Log lines: JSON for machines, colours for a person at a terminal; never with a secret in them."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from opentelemetry import trace
from structlog.typing import EventDict, Processor, WrappedLogger

from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.redaction import redact

_TALKATIVE = ("httpx", "httpcore", "aio_pika", "aiormq", "faststream", "alembic", "uvicorn.error", "urllib3")
"""Libraries that are heard from warnings on; some of them log addresses with their query strings."""

_SILENT = ("uvicorn.access",)
"""Our own access log says it, without query strings."""


def setup_logs(level: str = "INFO", *, console: bool | None = None) -> None:
    """Send the lines of structlog and of all libraries to standard error; once, at the start of a process."""
    at_terminal = sys.stderr.isatty() if console is None else console
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_trace_id,
        error_without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact_secrets,
                structlog.dev.ConsoleRenderer()
                if at_terminal
                else structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in _SILENT:
        logging.getLogger(name).disabled = True


def add_trace_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Join the line with its trace."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
    return event


def error_without_words(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an error by its names and places."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event.update(error_fields(error))
    return event


def redact_secrets(_: WrappedLogger, __: str, event: EventDict) -> MutableMapping[str, Any]:
    """The last thing before a line is written; lines of libraries pass here too."""
    return {name: redact(name, value) for name, value in event.items()}
