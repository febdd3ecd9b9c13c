"""Find what a business's clock brings next here."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_notifications.storage.announcements import Announcements


async def find_next_due(work: Work) -> datetime | None:
    """The first or the last moment of an announcement."""
    return await Announcements(work.session).next_due(work.scope)
