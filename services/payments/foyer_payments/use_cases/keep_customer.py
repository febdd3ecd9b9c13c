"""Keeps the copy of a customer up to date."""

from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_payments.storage.rows import CustomerRow


async def keep_customer(work: Work, customer_id: str, country: str | None, *, version: int) -> None:
    """Newer versions overwrite older ones; an older one that comes late changes nothing."""
    row = CustomerRow(id=customer_id, version=version, business_id=work.scope.business_id, country=country)
    await save_copy(work, row)
