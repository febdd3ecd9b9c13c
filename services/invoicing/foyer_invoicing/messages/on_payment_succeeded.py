"""The money of a payment has come."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentSucceeded
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.note_payment_under_way import note_payment_under_way


async def on_payment_succeeded(work: Work, event: PaymentSucceeded, _: Envelope) -> None:
    """It is under way no more."""
    await note_payment_under_way(work, event.payment, settled=True)
