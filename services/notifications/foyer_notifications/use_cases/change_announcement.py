"""A business says it otherwise, or for another time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from foyer_shared.contracts.notifications import AnnouncementPublished, AnnouncementUpdated
from foyer_shared.storage.work import Work

from foyer_notifications.domain.announcement import Announcement, AnnouncementStatus, changed
from foyer_notifications.storage.announcements import Announcements
from foyer_notifications.use_cases.tell_announcement import tell_announcement


async def change_announcement(work: Work, announcement_id: str, changes: Mapping[str, Any]) -> Announcement:
    """`changes` are fields of its details, and of their words. Whoever has read it has read it.

    Raises AnnouncementNotFound, what `AnnouncementDetails.checked` raises.
    """
    announcements = Announcements(work.session)
    before = await announcements.get_for_update(work.scope, announcement_id)
    words = {name: changes[name] for name in ("title", "text") if name in changes}
    rest = {name: value for name, value in changes.items() if name not in words}
    after = changed(
        before, replace(before.details, words=replace(before.details.words, **words), **rest), work.now
    )
    await announcements.save(after)
    begins = after.told is AnnouncementStatus.ACTIVE is not before.told
    tell_announcement(work, AnnouncementPublished if begins else AnnouncementUpdated, after)
    return after
