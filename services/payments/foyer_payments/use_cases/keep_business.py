"""Keeps the copy of a business up to date."""

from foyer_shared.contracts.portal import BusinessData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_payments.domain.creditor_identifier import sandbox_creditor_identifier
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.storage.rows import BusinessRow


async def keep_business(work: Work, business: BusinessData, *, version: int) -> None:
    """Newer versions overwrite older ones. A business has its own creditor identifier; only one of the
    sandbox gets one from us while it has none, and an account at the sandbox's provider.
    """
    sandbox = business.mode == "sandbox"
    made_up = sandbox_creditor_identifier(business.business_id, business.country) if sandbox else None
    await save_copy(
        work,
        BusinessRow(
            id=business.business_id,
            version=version,
            number_prefix=business.number_prefix,
            creditor_identifier=business.creditor_id or made_up,
            currency=business.currency,
            country=business.country,
            portal_url=business.portal_url,
            clock_offset=business.clock_offset,
        ),
    )
    if sandbox:
        await ProviderAccounts(work.session).add_sandbox(business.business_id, work.now)
