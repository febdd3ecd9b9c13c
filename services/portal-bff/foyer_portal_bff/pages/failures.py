"""A request for a page that goes wrong is answered with a page; programs keep their problem documents."""

import inspect
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import unexpected_problem

from foyer_portal_bff.api.csrf import sent_form
from foyer_portal_bff.api.session import SignInFirst
from foyer_portal_bff.api.visitor import find_visited
from foyer_portal_bff.domain.portal_session import OneTaskOnly
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.pages.desk import Desk, desk_of, reader_of, rendered
from foyer_portal_bff.use_cases.find_business import Visited
from foyer_portal_bff.views.failures import failure_page
from foyer_portal_bff.views.languages import choose_language
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import problem
from foyer_portal_bff.views.shell import signed_in_shell, visitor_shell

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Handler = Callable[[Request, Any], Response | Awaitable[Response]]

_FOR_PROGRAMS = (
    "/api/",
    "/v1/",
    "/dev/mail.json",
    "/healthz",
    "/live",
    "/docs",
    "/openapi.json",
    "/static/",
    "/webhooks/",
)
_ONE = re.compile(r"/subscriptions/[A-Za-z0-9_]+")
"""The address of one subscription."""
_KEPT = ("Retry-After", "Allow")


def show_failures_as_pages(app: FastAPI) -> None:
    """Wrap the handlers that are there: theirs is the status, ours the page."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _as_page(handler))
    app.add_exception_handler(SignInFirst, _sign_in_first)


def _as_page(handler: Handler) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        if isinstance(error, OneTaskOnly) and _is_look_at_page(request):
            return _lead_to(request, "/task")
        answer = handler(request, error)
        response = await answer if inspect.isawaitable(answer) else answer
        if request.url.path.startswith(_FOR_PROGRAMS):
            return response
        page = await _page(request, response.status_code, error)
        for name in _KEPT:
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page

    return handle


async def answer_unexpected(request: Request) -> Response:
    """For what nobody foresaw: nothing about the inside; the access log has it."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return unexpected_problem()
    return await _page(request, 500, None)


async def _sign_in_first(request: Request, error: Exception) -> Response:
    return _lead_to(request, error.location if isinstance(error, SignInFirst) else "/sign-in")


def _is_look_at_page(request: Request) -> bool:
    return request.method == "GET" and not request.url.path.startswith(_FOR_PROGRAMS)


def _lead_to(request: Request, location: str) -> Response:
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": location})
    return RedirectResponse(location, 303)


async def _page(request: Request, status: int, error: Exception | None) -> Response:
    """In the frame that the request had come to. Asks nobody but, for a visitor, for the business."""
    desk: Desk | None = getattr(request.state, "desk", None)
    who: SignedIn | None = getattr(request.state, "signed_in", None)
    if desk is None and who is not None:
        desk = desk_of(request, request.app.state.portal, who)
    nonce = getattr(request.state, "nonce", "")
    if desk is not None:
        reader = desk.reader
        shell = signed_in_shell(desk.who, reader, path=request.url.path, nonce=nonce)
    else:
        found = await _visited(request)
        business = found.business if found else None
        reader = reader_of(request, business) if business else _reader_without_business(request)
        shell = visitor_shell(
            business,
            reader,
            path=request.url.path,
            nonce=nonce,
            csrf_token="",
            configuration=found.configuration if found else None,
        )
    page = failure_page(status, reader, text=_text(error, reader), **_way_on(request, status))
    return rendered(request, reader, "failure.html", shell, page, status=status)


def _text(error: Exception | None, reader: Reader) -> str:
    """The refusal's own words, where it says more than its status."""
    if isinstance(error, FoyerError) and error.kind not in {Kind.NOT_FOUND, Kind.UNAVAILABLE}:
        return problem(error, reader).text
    return ""


def _way_on(request: Request, status: int) -> dict[str, Any]:
    """Where somebody was away, the same request can be made once more; a form keeps its idempotency key."""
    if status != HTTPStatus.SERVICE_UNAVAILABLE:
        return {}
    path = f"/{request.url.path.lstrip('/')}"
    if request.method == "GET":
        again = f"{path}?{request.url.query}" if request.url.query else path
        # What can be canceled can be so while its page is away, and counts from then.
        desk: Desk | None = getattr(request.state, "desk", None)
        may_cancel = desk is not None and desk.may("subscriptions:write") and _ONE.fullmatch(path)
        return {"again": again, "cancel": f"{path}/cancel" if may_cancel else ""}
    return {"action": path, "sent": sent_form(request)}


async def _visited(request: Request) -> Visited | None:
    try:
        return await find_visited(request, request.app.state.portal)
    except Exception as error:  # noqa: BLE001  The last resort must not fail: it does without.
        log.warning("business_unknown_on_failure_page", error=type(error).__name__)
        return None


def _reader_without_business(request: Request) -> Reader:
    language = choose_language(None, request.headers.get("accept-language"), "en")
    return Reader(language, ZoneInfo("UTC"), real_now())
