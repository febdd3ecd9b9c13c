"""A customer closes their account: who they were is forgotten at once, but for what the law keeps."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.anonymize_customer import CustomerHasCredit
from foyer_invoicing.use_cases.anonymize_customer import anonymize_customer
from foyer_invoicing.use_cases.look_before_leaving import Leaving, look_before_leaving


async def close_account(work: Work, customer_id: str) -> Leaving:
    """Doing it again changes nothing. Raises CustomerNotFound, CustomerOwes, CustomerHasCredit."""
    leaving = await look_before_leaving(work, customer_id)
    if leaving.credit:
        raise CustomerHasCredit("This customer has something to their credit.")
    await anonymize_customer(work, customer_id)
    return leaving
