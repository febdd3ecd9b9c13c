"""A payment is disputed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import DisputeOpened
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.follow_dispute import follow_dispute


async def on_dispute_opened(work: Work, event: DisputeOpened, _: Envelope) -> None:
    """Book what the provider holds back."""
    await follow_dispute(work, event.dispute, won=False)
