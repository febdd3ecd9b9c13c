"""An invoice is collected on a day that its customer was told: until then nothing else is asked for."""

from datetime import datetime

from foyer_shared.contracts.payments import PaymentData
from foyer_shared.storage.work import Work

from foyer_invoicing.storage.collecting import Collectings


async def note_collection(work: Work, payment: PaymentData, collects_at: datetime) -> None:
    """In whatever order it and its outcome are heard of."""
    for part in payment.invoices:
        await Collectings(work.session).note_collection(
            work.scope, payment.payment_id, part.invoice_id, collects_at
        )
