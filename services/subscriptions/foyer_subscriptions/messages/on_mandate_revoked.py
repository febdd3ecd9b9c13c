"""A mandate was taken back."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import MandateRevoked
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_mandate import remember_mandate


async def on_mandate_revoked(work: Work, event: MandateRevoked, envelope: Envelope) -> None:
    await remember_mandate(work, event.mandate, valid=False, version=envelope.subjectversion)
