"""Something about a customer changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_customer import remember_customer


async def on_customer_updated(work: Work, event: CustomerUpdated, envelope: Envelope) -> None:
    await remember_customer(work, event.customer, version=envelope.subjectversion)
