"""A payment for invoices is under way, or its money has come: until then nothing else is asked for."""

from foyer_shared.contracts.payments import PaymentData
from foyer_shared.storage.work import Work

from foyer_invoicing.storage.collecting import Collectings


async def note_payment_under_way(work: Work, payment: PaymentData, *, settled: bool) -> None:
    """In whatever order both are heard of."""
    for part in payment.invoices:
        await Collectings(work.session).note_charge(
            work.scope, payment.payment_id, part.invoice_id, settled=settled
        )
