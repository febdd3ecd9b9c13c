"""A business takes an announcement away."""

from dataclasses import replace

from foyer_shared.contracts.notifications import AnnouncementWithdrawn
from foyer_shared.storage.work import Work

from foyer_notifications.domain.announcement import Announcement, AnnouncementStatus
from foyer_notifications.storage.announcement_marks import AnnouncementMarks
from foyer_notifications.storage.announcements import Announcements
from foyer_notifications.use_cases.tell_announcement import tell_announcement


async def remove_announcement(work: Work, announcement_id: str) -> Announcement:
    """As it was; told if customers saw it. Raises AnnouncementNotFound."""
    announcements = Announcements(work.session)
    announcement = await announcements.get_for_update(work.scope, announcement_id)
    await announcements.remove(announcement)
    await AnnouncementMarks(work.session).remove(work.scope, announcement_id)
    if announcement.told is AnnouncementStatus.ACTIVE:
        last = replace(announcement, version=announcement.version + 1)
        tell_announcement(work, AnnouncementWithdrawn, last, because="removed")
    return announcement
