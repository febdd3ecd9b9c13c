"""Finds out who is behind a request."""

from datetime import datetime

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.session import is_due_for_touch
from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn
from foyer_portal_bff.storage.reading import reading
from foyer_portal_bff.storage.sessions import Sessions, signed_in_by_token


async def find_signed_in(
    database: Database, *, token: str, host: str, request: RequestMark, now: datetime, counts: bool = True
) -> SignedIn | None:
    """Who holds the token, None when there is no live session of it. One query; now and then one write more,
    which keeps the session from going idle, when the request `counts` as somebody's activity.
    """
    async with reading(database) as connection:
        found = await signed_in_by_token(connection, token=token, host=host, request=request, now=now)
    if found is None:
        return None
    who, last_seen_at = found
    if counts and is_due_for_touch(last_seen_at, now):
        async with database.session() as session:
            await Sessions(session).touch(Scope(who.business.id), who.session_id, now)
    return who
