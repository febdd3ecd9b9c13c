"""Nothing was collected with a mandate for too long."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import MandateLapsed
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_mandate import remember_mandate


async def on_mandate_lapsed(work: Work, event: MandateLapsed, envelope: Envelope) -> None:
    await remember_mandate(work, event.mandate, valid=False, version=envelope.subjectversion)
