"""`GET /live`: a stream that tells an open page which services' parts of it have changed."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager

from fastapi import APIRouter, Request, Response
from fastapi.sse import EventSourceResponse, format_sse_event
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Receive, Scope, Send

from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import SignedInHere, find_by_token, token_of
from foyer_portal_bff.api.unattended import STREAM
from foyer_portal_bff.domain.live import Audience, audience_of
from foyer_portal_bff.gateways.open_pages import News, OpenPage

router = APIRouter()

HEARTBEAT = 10.0
"""Seconds; so often a stream says something, and looks whether its session still lives."""

SHORTEST, LONGEST = 600, 900
"""Seconds that a stream lives; the page opens the next one. Spread, so that not all come back at once."""

STUCK = 30
"""Seconds beyond that in which a reader that takes nothing any more is let go."""

FIRST_RETRY, LAST_RETRY = 1_000, 4_000
"""Milliseconds until a page whose stream broke opens another; spread as above."""

Opening = AbstractContextManager[OpenPage]


class LiveResponse(EventSourceResponse):
    """Holds the page open exactly as long as its stream lasts, and lets no stream last for ever."""

    def __init__(self, opening: Opening, events: Callable[[OpenPage], AsyncIterator[bytes]]) -> None:
        """Raises what the opening raises, while there is still time to answer with it."""
        self._held = contextlib.ExitStack()
        page = self._held.enter_context(opening)
        super().__init__(events(page), headers={"X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream."""
        with self._held, contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST + STUCK):
                await super().__call__(scope, receive, send)


@router.get(STREAM, include_in_schema=False)
async def live(request: Request, who: SignedInHere, portal: PortalHere) -> Response:
    """`changed` names services; `over` says that the session has ended, so there is nothing to come back for.
    Whoever opens a stream, for the first time or again, looks at the whole page once: nothing is kept.
    """
    audience = audience_of(who)

    async def audience_now() -> Audience | None:
        return await _audience(request, portal)

    return LiveResponse(portal.pages.open(audience), lambda page: events(page, audience_now))


async def events(
    page: OpenPage, audience_now: Callable[[], Awaitable[Audience | None]]
) -> AsyncIterator[bytes]:
    """Until the process stops, the session is another or none, or the stream has lived long enough."""
    clock = asyncio.get_running_loop().time
    ends = clock() + _between(SHORTEST, LONGEST)
    checks = clock() + HEARTBEAT
    yield format_sse_event(comment="open", retry=_between(FIRST_RETRY, LAST_RETRY))
    while not page.is_over and clock() < ends:
        news = await page.next(max(checks - clock(), 0))
        if clock() >= checks:
            checks = clock() + HEARTBEAT
            try:
                found = await audience_now()
            except (OSError, SQLAlchemyError, TimeoutError):
                return  # Nobody can say whether the session still lives.
            if found is None:
                yield format_sse_event(event="over", data_str="")
                return
            if found != page.audience:
                return  # Another account or role: the page comes back as that one.
            yield format_sse_event(comment="")
        if news is not None:
            yield _event(news)


def _event(news: News) -> bytes:
    said = {"services": sorted(news.services), "for_many": news.for_many}
    return format_sse_event(event="changed", data_str=json.dumps(said))


def _between(least: int, most: int) -> int:
    return least + secrets.randbelow(most - least + 1)


async def _audience(request: Request, portal: Portal) -> Audience | None:
    token = token_of(request)
    who = await find_by_token(portal, request, token) if token else None
    return audience_of(who) if who else None
