"""A payment is disputed no longer."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import DisputeWon
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.follow_dispute import follow_dispute


async def on_dispute_won(work: Work, event: DisputeWon, _: Envelope) -> None:
    """Book that the money is there again."""
    await follow_dispute(work, event.dispute, won=True)
