"""Keeps the copy of a business up to date."""

from foyer_shared.contracts.portal import BusinessData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_payments.domain.creditor_identifier import sandbox_creditor_identifier
from foyer_payments.storage.rows import BusinessRow


async def keep_business(work: Work, business: BusinessData, *, version: int) -> None:
    """Newer versions overwrite older ones; only a sandbox business gets a creditor identifier from us."""
    sandbox = business.mode == "sandbox"
    await save_copy(
        work,
        BusinessRow(
            id=business.business_id,
            version=version,
            number_prefix=business.number_prefix,
            creditor_identifier=(
                sandbox_creditor_identifier(business.business_id, business.country) if sandbox else None
            ),
        ),
    )
