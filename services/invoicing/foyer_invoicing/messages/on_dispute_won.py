"""A payment is disputed no longer."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import DisputeWon
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.follow_dispute import follow_dispute
from foyer_invoicing.use_cases.regain_payment import regain_payment


async def on_dispute_won(work: Work, event: DisputeWon, _: Envelope) -> None:
    """Book that the money is there again; it pays what it had paid, where that is owed again by now."""
    if event.was_lost:
        await regain_payment(work, event.dispute)
    else:
        await follow_dispute(work, event.dispute, won=True)
