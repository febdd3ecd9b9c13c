"""There is money."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentSucceeded
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.note_payment_under_way import note_payment_under_way
from foyer_invoicing.use_cases.take_payment import take_payment


async def on_payment_succeeded(work: Work, event: PaymentSucceeded, _: Envelope) -> None:
    """Pay its invoices; it is under way no more."""
    await take_payment(work, event.payment, fee=event.fee.money() if event.fee else None)
    await note_payment_under_way(work, event.payment, settled=True)
