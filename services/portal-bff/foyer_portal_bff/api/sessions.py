"""`/api/sessions`: where the login is signed in, and signing out there."""

from datetime import datetime

from fastapi import APIRouter
from foyer_shared.basics.clock import real_now
from foyer_shared.http.models import Answer
from foyer_shared.http.pages import Page

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.end_one_session import end_one_session
from foyer_portal_bff.use_cases.end_other_sessions import end_other_sessions
from foyer_portal_bff.use_cases.read_security import read_security

router = APIRouter(prefix="/sessions")


class SessionAnswer(Answer):
    """One device on which the login is signed in; `current` is the session of the request itself."""

    id: str
    device: str
    ip: str | None
    created_at: datetime
    last_seen_at: datetime
    current: bool


class EndedAnswer(Answer):
    """How many sessions ended."""

    ended: int


@router.get("")
async def get_sessions(who: SignedInHere, portal: PortalHere) -> Page[SessionAnswer]:
    """The live ones, the one last used first."""
    return Page(
        data=[
            SessionAnswer(
                id=each.id,
                device=each.device,
                ip=each.ip,
                created_at=each.created_at,
                last_seen_at=each.last_seen_at,
                current=each.id == who.session_id,
            )
            for each in (await read_security(portal.database, who)).sessions
        ]
    )


@router.delete("/{session_id}", status_code=204)
async def delete_session(session_id: PathId, who: SignedInHere, portal: PortalHere) -> None:
    """Sign out there."""
    await end_one(portal, who, session_id)


@router.delete("")
async def delete_sessions(who: SignedInHere, portal: PortalHere) -> EndedAnswer:
    """Sign out everywhere but here."""
    return EndedAnswer(ended=await end_others(portal, who))


async def end_one(portal: Portal, who: SignedIn, session_id: str) -> None:
    """Raises `SessionNotFound`."""
    async with portal.database.work(who.origin(real_now())) as work:
        await end_one_session(work, who, session_id)


async def end_others(portal: Portal, who: SignedIn) -> int:
    """How many sessions ended."""
    async with portal.database.work(who.origin(real_now())) as work:
        return await end_other_sessions(work, who)
