"""Drops what nobody needs any more: old attempts, sessions that are over, parts that nobody looks at."""

from datetime import datetime, timedelta

from foyer_shared.storage.database import Database

from foyer_portal_bff.storage.email_changes import EmailChanges
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.storage.picture import Picture
from foyer_portal_bff.storage.portal_sessions import PortalSessions
from foyer_portal_bff.storage.rate_limits import RateLimits
from foyer_portal_bff.storage.registrations import Registrations
from foyer_portal_bff.storage.sessions import Sessions
from foyer_portal_bff.storage.sign_ins import SignIns

ATTEMPTS_KEPT = timedelta(days=1)
SESSIONS_KEPT = timedelta(days=30)
"""After their end: the audit log names them for longer, but their tokens are of no use."""
RATES_KEPT = timedelta(hours=1)
"""Longer than any window in which calls are counted."""
PARTS_KEPT = timedelta(days=30)


async def tidy_up(database: Database, now: datetime) -> int:
    """Returns how many rows went."""
    async with database.session() as session:
        return (
            await SignIns(session).forget_for_everyone(now - ATTEMPTS_KEPT)
            + await EmailChanges(session).forget_for_everyone(now - ATTEMPTS_KEPT)
            + await Passkeys(session).forget_challenges_for_everyone(now)
            + await Registrations(session).forget_for_everyone(now - ATTEMPTS_KEPT)
            + await Sessions(session).forget_for_everyone(now - SESSIONS_KEPT)
            + await PortalSessions(session).forget_for_everyone(now - SESSIONS_KEPT)
            + await RateLimits(session).forget_for_everyone(now - RATES_KEPT)
            + await Picture(session).forget_for_everyone(now - PARTS_KEPT)
        )
