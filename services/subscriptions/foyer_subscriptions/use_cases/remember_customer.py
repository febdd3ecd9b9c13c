"""Keep what subscriptions needs of a customer."""

from foyer_shared.contracts.invoicing import CustomerData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.rows import CustomerRow


async def remember_customer(work: Work, customer: CustomerData, *, version: int) -> None:
    """Whether it is a company, and its country: the notice of consumers has a limit in some."""
    row = CustomerRow(
        id=customer.customer_id,
        version=version,
        business_id=work.scope.business_id,
        company=customer.company is not None,
        country=customer.country,
    )
    await save_copy(work, row)
