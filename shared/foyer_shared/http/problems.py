"""The one place that turns refusals into HTTP: problem documents of RFC 9457."""

import socket
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from asyncpg import PostgresError  # type: ignore[import-untyped]  # It has no type marker.
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from starlette.exceptions import HTTPException

from foyer_shared.basics.errors import FoyerError, Invalid, Kind, Unavailable
from foyer_shared.http.refusals import NotSignedIn, TooManyRequests
from foyer_shared.storage.away import is_away

RETRY_AFTER = 2
"""Seconds until a caller may ask again when something is away."""

_STATUSES = {
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.NOT_ALLOWED: 403,
    Kind.INVALID: 422,
    Kind.UNAVAILABLE: 503,
}
_CODES = {401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "method_not_allowed"} | {
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "unavailable",
}

_NETWORK_ERRORS = (ConnectionError, TimeoutError, socket.gaierror)
_BUSY = frozenset({"40001", "40P01", "55P03", "57014"})
"""SQLSTATEs of losing against another: serialization, deadlock, waiting for a lock, statement timeout."""

_DATA_EXCEPTION = "22"
"""SQLSTATE class of values that Postgres cannot hold, such as a NUL character or a number too large."""


def status_of(error: FoyerError) -> int:
    """The HTTP status of a refusal."""
    match error:
        case NotSignedIn():
            return 401
        case TooManyRequests():
            return 429
        case _:
            return _STATUSES[error.kind]


def problem(
    status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """A problem document; `more` are members such as `field` and `errors`, left out when None."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    } | {name: value for name, value in more.items() if value is not None}
    return JSONResponse(document, status, headers=headers, media_type="application/problem+json")


def refusal_problem(error: FoyerError) -> JSONResponse:
    """The problem document of a refusal."""
    status = status_of(error)
    return problem(
        status,
        error.code,
        error.detail,
        headers=_headers_of(error, status),
        field=error.field,
        errors=getattr(error, "errors", None),
    )


def unexpected_problem() -> JSONResponse:
    """What is said when Foyer itself is wrong: nothing about its inside; the log has it."""
    return problem(500, "unexpected", "Something went wrong on our side. It has been recorded.")


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every refusal of this app with a problem document."""
    app.add_exception_handler(FoyerError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    for error in (SQLAlchemyError, PostgresError, *_NETWORK_ERRORS):
        app.add_exception_handler(error, _on_storage_failure)


def validation_problem(errors: list[Any]) -> JSONResponse:
    """One entry per wrong field; what was sent is never repeated."""
    return problem(
        422,
        Invalid.code,
        "Some of what was sent is not acceptable.",
        errors=[{"field": _field_of(error), "detail": _detail_of(error)} for error in errors],
    )


async def _on_refusal(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, FoyerError)  # noqa: S101  Registered for it; tells the type checker.
    return refusal_problem(error)


async def _on_validation_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  As above.
    return validation_problem(list(error.errors()))


async def _on_http_exception(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  As above.
    status = error.status_code
    return problem(status, _CODES.get(status, Invalid.code), error.detail, headers=error.headers)


async def _on_storage_failure(_: Request, error: Exception) -> JSONResponse:
    state = _sqlstate(error)
    if is_away(error) or isinstance(error, _NETWORK_ERRORS) or state in _BUSY:
        return refusal_problem(Unavailable("Foyer cannot reach what it needs. Try again in a moment."))
    if state.startswith(_DATA_EXCEPTION):
        return refusal_problem(Invalid("Some of what was sent cannot be stored."))
    raise error


def _sqlstate(error: Exception) -> str:
    source = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(source, "sqlstate", None) or "")


def _headers_of(error: FoyerError, status: int) -> dict[str, str]:
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return {"Retry-After": str(RETRY_AFTER)}
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": "Bearer"}
    return {}


def _field_of(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return "body"
    inner = error["loc"][1:]  # The first says body, query, path or header.
    return ".".join(str(step) for step in inner) or str(error["loc"][0])


def _detail_of(error: Mapping[str, Any]) -> str:
    return str(error["msg"]).removeprefix("Value error, ")
