"""A business tells its customers something."""

from foyer_shared.contracts.notifications import AnnouncementPublished
from foyer_shared.storage.work import Work

from foyer_notifications.domain.announcement import (
    Announcement,
    AnnouncementDetails,
    AnnouncementProductUnknown,
    AnnouncementStatus,
    new_announcement,
)
from foyer_notifications.storage.announcements import Announcements
from foyer_notifications.storage.products import Products
from foyer_notifications.use_cases.tell_announcement import tell_announcement


async def add_announcement(
    work: Work, details: AnnouncementDetails, *, product_id: str | None, customer_id: str | None
) -> Announcement:
    """Customers see it at once, or from its first moment.

    Raises what `new_announcement` raises, AnnouncementProductUnknown.
    """
    announcement = new_announcement(
        work.scope.business_id, details, product_id=product_id, customer_id=customer_id, now=work.now
    )
    if product_id and not await Products(work.session).is_known(work.scope, product_id):
        raise AnnouncementProductUnknown("The business has no such product.", field="product_id")
    await Announcements(work.session).add(announcement)
    if announcement.told is AnnouncementStatus.ACTIVE:
        tell_announcement(work, AnnouncementPublished, announcement)
    return announcement
