"""The pages that are open at this process, and the telling between all processes of the portal."""

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from foyer_shared.basics.errors import Unavailable
from foyer_shared.basics.moments import wait_at_most
from foyer_shared.basics.origin import Scope
from foyer_shared.http.refusals import TooManyRequests
from foyer_shared.messaging.fanout import LOST, Fanout

from foyer_portal_bff.domain.live import Audience, Change, shown_of

MOST_OF_A_SESSION = 6
"""Streams at this process. Only a visible tab has one; browsers open no more to one address over HTTP/1."""

MOST = 2_000
"""Streams of this process in all."""

RETRY_AFTER = 30
"""Seconds; a page without a stream looks for itself."""


class TooManyStreams(TooManyRequests):
    """The session has its share of them."""

    code = "too_many_streams"


class NoStreamNow(Unavailable):
    """This process ends, or has as many as it can hold."""


@dataclass(frozen=True, slots=True)
class News:
    """What has changed since a page was last told. `for_many`: not this customer's alone, so pages need not
    all come at once.
    """

    services: frozenset[str]
    for_many: bool = False


@dataclass(eq=False, slots=True)
class OpenPage:
    """One page. However slowly it reads, no more waits for it than the names of its services."""

    audience: Audience
    is_over: bool = False
    _changed: set[str] = field(default_factory=set)
    _for_many: bool = False
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, services: frozenset[str], *, for_many: bool) -> None:
        """These have changed."""
        self._changed |= services
        self._for_many |= for_many
        self._wake.set()

    def end(self) -> None:
        """Its stream has to end now."""
        self.is_over = True
        self._wake.set()

    async def next(self, seconds: float) -> News | None:
        """Wait so long for news; None when there are none."""
        await wait_at_most(self._wake, seconds)
        self._wake.clear()
        if not self._changed:
            return None
        news = News(frozenset(self._changed), self._for_many)
        self._changed.clear()
        self._for_many = False
        return news


class OpenPages:
    """Tells changes to the portal's processes, and what they tell to the pages that may know it."""

    def __init__(self, fanout: Fanout) -> None:
        self._fanout = fanout
        self._pages: defaultdict[Scope, list[OpenPage]] = defaultdict(list)
        self.is_ending = False
        """Whether the process is about to stop."""
        fanout.listen(self._hear)

    async def start(self) -> None:
        """Listen to the other processes."""
        self.is_ending = False
        await self._fanout.start()

    async def stop(self) -> None:
        """Listen no more."""
        await self._fanout.stop()

    async def end_streams(self) -> None:
        """Let every stream end at once, and open none: the process is about to stop."""
        self.is_ending = True
        for page in self._all():
            page.end()

    def tell(self, change: Change) -> None:
        """To all processes, once the change has committed. Neither waits nor raises."""
        said = [change.scope.business_id, change.scope.customer_id, change.service]
        self._fanout.tell(json.dumps(said).encode())

    @contextlib.contextmanager
    def open(self, audience: Audience) -> Iterator[OpenPage]:
        """A page, as long as the block runs. Raises TooManyStreams and NoStreamNow."""
        pages = self._all()
        if self.is_ending or len(pages) >= MOST:
            raise NoStreamNow("There is no stream to be had right now.")
        if sum(page.audience.session_id == audience.session_id for page in pages) >= MOST_OF_A_SESSION:
            raise TooManyStreams("This session has too many streams open.", retry_after=RETRY_AFTER)
        page = OpenPage(audience)
        self._pages[audience.scope].append(page)
        try:
            yield page
        finally:
            self._pages[audience.scope].remove(page)
            if not self._pages[audience.scope]:
                del self._pages[audience.scope]

    def _all(self) -> list[OpenPage]:
        return [page for pages in self._pages.values() for page in pages]

    def _hear(self, message: bytes) -> None:
        if message == LOST:
            for page in self._all():
                page.note(page.audience.services, for_many=True)
            return
        business_id, customer_id, service = json.loads(message)
        change = Change(Scope(business_id, customer_id), service)
        for_many = customer_id is None
        for page in self._all() if for_many else list(self._pages.get(change.scope, ())):
            services = shown_of(change, page.audience)
            if services:
                page.note(services, for_many=for_many)
