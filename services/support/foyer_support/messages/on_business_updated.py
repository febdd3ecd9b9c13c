"""Something about a business changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import BusinessUpdated
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_business import keep_business


async def on_business_updated(work: Work, event: BusinessUpdated, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_business(work, event.business, version=envelope.subjectversion)
