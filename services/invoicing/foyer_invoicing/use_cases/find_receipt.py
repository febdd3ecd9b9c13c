"""The receipt for a payment of an invoice."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.paper import Paper, PaperKind, PaperNotFound
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.storage.payments import Payments


async def find_receipt(work: Work, invoice_id: str, payment_id: str) -> Paper:
    """By the id that the invoice shows the payment with; raises PaperNotFound."""
    payments = await Payments(work.session).list_of(work.scope, invoice_id)
    if payment_id not in {payment.id for payment in payments}:
        raise PaperNotFound("There is no such document.")
    return await Papers(work.session).get(work.scope, PaperKind.RECEIPT, payment_id)
