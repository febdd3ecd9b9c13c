"""The bank does not take a mandate."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import MandateFailed
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_mandate import remember_mandate


async def on_mandate_failed(work: Work, event: MandateFailed, envelope: Envelope) -> None:
    await remember_mandate(work, event.mandate, valid=False, version=envelope.subjectversion)
