"""A business has a new customer."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerCreated
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_customer import keep_customer


async def on_customer_created(work: Work, event: CustomerCreated, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_customer(work, event.customer, version=envelope.subjectversion)
