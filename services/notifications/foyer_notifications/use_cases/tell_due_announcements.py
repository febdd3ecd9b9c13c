"""The job that tells customers' pages when the time of an announcement has come, or is over."""

from datetime import timedelta

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.notifications import AnnouncementPublished, AnnouncementWithdrawn
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_notifications.domain.announcement import AnnouncementNotFound, AnnouncementStatus, moved_on
from foyer_notifications.storage.announcements import Announcements
from foyer_notifications.use_cases.tell_announcement import tell_announcement

BATCH = 100
_SELF = Actor.system("notifications")


async def tell_due_announcements(database: Database) -> int:
    """How many were due; each in a transaction of its own, at its business's time, so that several processes
    may do this at once.
    """
    real = real_now()
    async with database.session() as session:
        due = await Announcements(session).due_for_everyone(real, limit=BATCH)
    for business_id, announcement_id, ahead in due:
        origin = Origin(Scope(business_id), _SELF, real + timedelta(seconds=ahead))
        async with database.work(origin) as work:
            await _tell(work, announcement_id)
    return len(due)


async def _tell(work: Work, announcement_id: str) -> None:
    announcements = Announcements(work.session)
    try:
        before = await announcements.get_for_update(work.scope, announcement_id)
    except AnnouncementNotFound:
        return
    after = moved_on(before, work.now)
    if after is before:
        return
    await announcements.save(after)
    if after.told is AnnouncementStatus.ACTIVE:
        tell_announcement(work, AnnouncementPublished, after)
    elif before.told is AnnouncementStatus.ACTIVE:
        tell_announcement(work, AnnouncementWithdrawn, after, because="over")
