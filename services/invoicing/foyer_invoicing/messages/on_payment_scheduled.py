"""A direct debit is announced."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentScheduled
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.note_collection import note_collection


async def on_payment_scheduled(work: Work, event: PaymentScheduled, _: Envelope) -> None:
    """Show when it is; nothing else is asked for until its outcome is known."""
    await note_collection(work, event.payment, event.collects_at)
