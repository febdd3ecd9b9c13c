"""A direct debit that was announced is not made."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentScheduleWithdrawn
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.note_payment_under_way import note_payment_under_way


async def on_payment_schedule_withdrawn(work: Work, event: PaymentScheduleWithdrawn, _: Envelope) -> None:
    """Nothing is under way any more."""
    await note_payment_under_way(work, event.payment, settled=True)
