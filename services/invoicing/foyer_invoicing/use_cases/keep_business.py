"""Keeps the copy of a business up to date."""

from foyer_shared.contracts.portal import BusinessData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_invoicing.storage.rows import BusinessRow


async def keep_business(work: Work, business: BusinessData, *, version: int) -> None:
    """Newer versions overwrite older ones; an older one that comes late changes nothing."""
    await save_copy(
        work,
        BusinessRow(
            id=business.business_id,
            version=version,
            legal_name=business.legal_name,
            number_prefix=business.number_prefix,
            country=business.country,
            currency=business.currency,
            zone=business.zone,
            language=business.language,
            support_email=business.support_email,
            brand_name=business.brand.name,
            brand_accent=business.brand.accent,
            address=business.address.model_dump() if business.address else None,
            vat_id=business.vat_id,
            register_number=business.register_number,
            creditor_id=business.creditor_id,
            bank_account=business.bank_account.model_dump() if business.bank_account else None,
            importing=business.mail == "held",
            clock_offset=business.clock_offset,
        ),
    )
