"""A customer is anonymised."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerAnonymized
from foyer_shared.storage.work import Work

from foyer_portal_bff.use_cases.forget_customer import forget_customer
from foyer_portal_bff.use_cases.record_event import record_event


async def on_customer_anonymized(work: Work, event: CustomerAnonymized, envelope: Envelope) -> None:
    """Forget it here too, and note the event like any other."""
    await record_event(work, envelope)
    await forget_customer(work, event.customer_id, at=real_now())
