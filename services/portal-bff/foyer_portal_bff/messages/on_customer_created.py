"""A customer was made, by whichever way."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerCreated
from foyer_shared.storage.work import Work

from foyer_portal_bff.messages.directory import as_customer
from foyer_portal_bff.use_cases.record_event import record_event
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer


async def on_customer_created(work: Work, event: CustomerCreated, envelope: Envelope) -> None:
    """Take the copy in, and note the event like any other."""
    await record_event(work, envelope)
    await take_in_customer(work, as_customer(event.customer, envelope))
