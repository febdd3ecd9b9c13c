"""Something about a customer changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerUpdated
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_customer import keep_customer


async def on_customer_updated(work: Work, event: CustomerUpdated, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_customer(work, event.customer, version=envelope.subjectversion)
