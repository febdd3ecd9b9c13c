"""Money may be collected with a mandate."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import MandateActivated
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_mandate import remember_mandate


async def on_mandate_activated(work: Work, event: MandateActivated, envelope: Envelope) -> None:
    await remember_mandate(work, event.mandate, valid=True, version=envelope.subjectversion)
