"""A reader has read an announcement, or wants to see it on top no more."""

from foyer_shared.storage.work import Work

from foyer_notifications.domain.announcement import Announcement, Mark, check_dismissible
from foyer_notifications.storage.announcement_marks import AnnouncementMarks
from foyer_notifications.storage.announcements import Announcements


async def mark_announcement(
    work: Work, announcement_id: str, *, dismissed: bool
) -> tuple[Announcement, list[Mark]]:
    """The announcement, and what all who act for the customer have done with it. The second time changes
    nothing; what is dismissed is read.

    Raises AnnouncementNotFound for what this customer does not see, AnnouncementNotDismissible.
    """
    announcement = await Announcements(work.session).get_shown(work.scope, announcement_id, work.now)
    if dismissed:
        check_dismissible(announcement)
    marks = AnnouncementMarks(work.session)
    mark = Mark(
        announcement_id=announcement_id,
        customer_id=str(work.scope.customer_id),
        reader=str(work.actor),
        read_at=work.now,
        dismissed_at=work.now if dismissed else None,
    )
    await marks.set(work.scope, mark)
    return announcement, await marks.of_customer(work.scope, [announcement_id])
