"""A customer closes their account: who they were is forgotten at once, but for what the law keeps."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.leaving import Leaving, check_leaving
from foyer_invoicing.use_cases.anonymize_customer import anonymize_customer
from foyer_invoicing.use_cases.look_before_leaving import look_before_leaving


async def close_account(work: Work, customer_id: str) -> Leaving:
    """Doing it again changes nothing. Raises CustomerNotFound, and what `check_leaving` raises."""
    leaving = await look_before_leaving(work, customer_id)
    check_leaving(leaving)
    await anonymize_customer(work, customer_id)
    return leaving
