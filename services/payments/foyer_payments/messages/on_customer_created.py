"""A business has a new customer."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerCreated
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.keep_customer import keep_customer


async def on_customer_created(work: Work, event: CustomerCreated, envelope: Envelope) -> None:
    """Keep the copy."""
    customer = event.customer
    await keep_customer(work, customer.customer_id, customer.country, version=envelope.subjectversion)
