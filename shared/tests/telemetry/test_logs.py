"""Lines are JSON with a trace, and neither our words nor a library's carry a secret."""

import logging
from collections.abc import Callable
from typing import Any

import structlog
from foyer_shared.telemetry.logs import setup_logs
from opentelemetry.sdk.trace import TracerProvider

Lines = Callable[[], list[dict[str, Any]]]


def test_a_line_says_when_where_and_what(lines: Lines) -> None:
    structlog.get_logger("foyer.test").info("paused", subscription_id="sub_1")
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "paused",
        "level": "info",
        "logger": "foyer.test",
        "subscription_id": "sub_1",
    }


def test_a_line_inside_a_span_names_its_trace(lines: Lines) -> None:
    with TracerProvider().get_tracer("test").start_as_current_span("request") as span:
        structlog.get_logger("foyer.test").info("paused")
    assert lines()[0]["trace_id"] == f"{span.get_span_context().trace_id:032x}"


def test_secrets_are_taken_out_of_our_lines(lines: Lines) -> None:
    structlog.get_logger("foyer.test").info("signed in with 482913", token="abc", link="/l?token=abc")
    (line,) = lines()
    assert line["event"] == "signed in with [redacted]"
    assert (line["token"], line["link"]) == ("[redacted]", "/l?token=[redacted]")


def test_secrets_are_taken_out_of_the_lines_of_libraries(lines: Lines) -> None:
    logging.getLogger("some.library").warning("sent %s", "Authorization: Bearer abc")
    (line,) = lines()
    assert line["event"] == "sent Authorization: Bearer [redacted]"
    assert (line["level"], line["logger"]) == ("warning", "some.library")


def test_an_error_is_its_names_and_places_without_its_words(lines: Lines) -> None:
    words = "what the customer wrote"
    try:
        int(words)
    except ValueError as cause:
        error = LookupError(words)
        error.__cause__ = cause
    logging.getLogger("some.library").error("failed", exc_info=error)
    structlog.get_logger("foyer.test").error("failed", exc_info=error)
    for line in lines():
        assert (line["event"], line["error"]) == ("failed", "LookupError from ValueError")
        assert "test_logs.py" in line["stack"]
        assert words not in str(line)


def test_libraries_that_log_addresses_are_silent(lines: Lines) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET http://a/?token=b")
    logging.getLogger("uvicorn.access").info("GET /?token=b")
    assert lines() == []


def test_the_level_holds_for_everyone(lines: Lines) -> None:
    setup_logs("WARNING", console=False)
    structlog.get_logger("foyer.test").info("quiet")
    logging.getLogger("some.library").info("quiet")
    assert lines() == []
