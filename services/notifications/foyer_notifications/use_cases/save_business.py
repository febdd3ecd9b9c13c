"""Keep what mails need to know about a business."""

from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_notifications.domain.business import Business
from foyer_notifications.storage.businesses import business_row


async def save_business(work: Work, business: Business) -> None:
    """Overwrites an older copy; an older one that arrives late changes nothing."""
    await save_copy(work, business_row(business))
