"""Keep what subscriptions needs of a business."""

from foyer_shared.contracts.portal import BusinessData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.rows import BusinessRow


async def remember_business(work: Work, business: BusinessData, *, version: int) -> None:
    """Its time zone, for days and month ends, and how far its clock is ahead."""
    await save_copy(
        work,
        BusinessRow(
            id=business.business_id,
            version=version,
            zone=business.zone,
            clock_offset=business.clock_offset,
        ),
    )
