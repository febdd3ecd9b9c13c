"""Tells open pages what an event has changed, once its counter's raise has committed."""

from collections.abc import Callable, Mapping
from functools import partial

from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.messaging.handlers import Handler
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.live import Change


def telling(
    handlers: Mapping[type[Event], Handler], tell: Callable[[Change], None]
) -> Mapping[type[Event], Handler]:
    """The same handlers, each of which tells when its work has committed."""
    return {event: _telling(handler, tell) for event, handler in handlers.items()}


def _telling(handler: Handler, tell: Callable[[Change], None]) -> Handler:
    async def handle(work: Work, event: Event, envelope: Envelope) -> None:
        await handler(work, event, envelope)
        work.after_commit.append(partial(tell, Change(work.scope, envelope.source.strip("/"))))

    return handle
