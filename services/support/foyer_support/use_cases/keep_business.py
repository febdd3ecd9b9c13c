"""Keeps the copy of a business up to date."""

from foyer_shared.contracts.portal import BusinessData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_support.storage.rows import BusinessRow


async def keep_business(work: Work, business: BusinessData, *, version: int) -> None:
    """Newer versions overwrite older ones; an older one that comes late changes nothing."""
    await save_copy(
        work,
        BusinessRow(
            id=business.business_id,
            version=version,
            name=business.brand.name,
            clock_offset=business.clock_offset,
        ),
    )
