"""Keeps the copy of a customer up to date."""

from foyer_shared.contracts.invoicing import CustomerData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_support.storage.rows import CustomerRow


async def keep_customer(work: Work, customer: CustomerData, *, version: int) -> None:
    """Newer versions overwrite older ones; an older one that comes late changes nothing."""
    await save_copy(
        work,
        CustomerRow(
            id=customer.customer_id,
            version=version,
            business_id=work.scope.business_id,
            name=customer.name,
            language=customer.language,
            email=customer.email,
        ),
    )
