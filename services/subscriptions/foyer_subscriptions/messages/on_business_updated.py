"""Something about a business changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import BusinessUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_business import remember_business


async def on_business_updated(work: Work, event: BusinessUpdated, envelope: Envelope) -> None:
    await remember_business(work, event.business, version=envelope.subjectversion)
