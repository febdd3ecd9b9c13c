"""Keep what mails need to know about a business."""

from datetime import datetime

from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_notifications.domain.business import Business
from foyer_notifications.storage.businesses import Businesses, business_row


async def save_business(work: Work, business: Business, *, at: datetime) -> None:
    """Overwrites an older copy; an older one that arrives late changes nothing. `at` is when it was so."""
    before = await Businesses(work.session).find(work.scope)
    await save_copy(work, business_row(business.after(before, at=at)))
