"""`GET /api/history`: who did what, when, from where."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from foyer_shared.http.models import Answer
from foyer_shared.http.pages import InvalidCursor, Page, Paging

from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.domain.dates import exact_moment
from foyer_portal_bff.domain.history import HistoryEntry
from foyer_portal_bff.use_cases.read_history import read_history

router = APIRouter()


class ActorAnswer(Answer):
    """Who did it: a `login` (with its name), a `key` or `staff` of the business, or the `system` itself."""

    kind: str
    name: str | None


class PlaceAnswer(Answer):
    """From where it was done."""

    ip: str | None
    device: str | None


class HistoryAnswer(Answer):
    """One line; `type` is the event's, `details` the values that a reader is told."""

    id: str
    at: datetime
    type: str
    subject: str
    actor: ActorAnswer
    place: PlaceAnswer | None
    details: dict[str, Any]


@router.get("/history")
async def get_history(
    who: SignedInHere,
    portal: PortalHere,
    paging: Paging,
    subject: Annotated[str | None, Query(max_length=100)] = None,
) -> Page[HistoryAnswer]:
    """The customer's history, newest first, of one subject or of all."""
    found = await read_history(
        portal.database,
        who,
        subject=subject,
        before=place_in_history(paging.after),
        limit=paging.one_more,
    )
    return paging.page(found, key=history_key, answer=history_answer)


def history_key(entry: HistoryEntry) -> str:
    """What a cursor says of the last line that was shown."""
    return f"{entry.line.at.isoformat()} {entry.line.event_id}"


def place_in_history(key: str | None) -> tuple[datetime, str] | None:
    """Reads it back; raises `InvalidCursor`."""
    if key is None:
        return None
    moment, _, event_id = key.partition(" ")
    at = exact_moment(moment)
    if at is None:
        raise InvalidCursor("The cursor does not come from this list.", field="cursor")
    return at, event_id


def history_answer(entry: HistoryEntry) -> HistoryAnswer:
    """One line, for programs."""
    line = entry.line
    return HistoryAnswer(
        id=line.event_id,
        at=line.at,
        type=line.type,
        subject=line.subject,
        actor=ActorAnswer(kind=line.actor.partition(":")[0], name=entry.actor_name),
        place=PlaceAnswer(ip=entry.ip, device=entry.device) if entry.device else None,
        details=line.details,
    )
