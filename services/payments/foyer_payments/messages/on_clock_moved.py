"""A sandbox's clock was put forward."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import ClockMoved
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.keep_business import keep_business


async def on_clock_moved(work: Work, event: ClockMoved, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_business(work, event.business, version=envelope.subjectversion)
