"""There is a new account."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerCreated
from foyer_shared.storage.work import Work

from foyer_notifications.messages.copies import customer_of
from foyer_notifications.use_cases.save_customer import save_customer


async def on_customer_created(work: Work, event: CustomerCreated, envelope: Envelope) -> None:
    await save_customer(work, customer_of(event.customer, envelope))
