"""Something about a customer changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerUpdated
from foyer_shared.storage.work import Work

from foyer_notifications.messages.copies import customer_of
from foyer_notifications.use_cases.save_customer import save_customer
from foyer_notifications.use_cases.tell_old_address import tell_old_address


async def on_customer_updated(work: Work, event: CustomerUpdated, envelope: Envelope) -> None:
    customer = customer_of(event.customer, envelope)
    await tell_old_address(work, customer, event_id=envelope.id)
    await save_customer(work, customer)
