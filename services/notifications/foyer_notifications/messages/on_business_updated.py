"""Something about a business changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import BusinessUpdated
from foyer_shared.storage.work import Work

from foyer_notifications.messages.copies import business_of
from foyer_notifications.use_cases.save_business import save_business


async def on_business_updated(work: Work, event: BusinessUpdated, envelope: Envelope) -> None:
    await save_business(work, business_of(event.business, envelope), at=envelope.businesstime)
