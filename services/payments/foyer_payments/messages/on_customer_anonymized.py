"""A customer is anonymised."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerAnonymized
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.forget_customer import forget_customer


async def on_customer_anonymized(work: Work, event: CustomerAnonymized, envelope: Envelope) -> None:
    """Empty the methods; mandates follow."""
    await forget_customer(work, event.customer_id, version=envelope.subjectversion)
