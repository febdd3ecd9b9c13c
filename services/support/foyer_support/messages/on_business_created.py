"""A business was set up."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import BusinessCreated
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_business import keep_business


async def on_business_created(work: Work, event: BusinessCreated, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_business(work, event.business, version=envelope.subjectversion)
