"""Some of what is owed of an invoice is paid, by money or from the balance: the invoice follows, its order
and its collection case.
"""

from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.settle_invoice import settle_invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.close_paid_case import close_paid_case
from foyer_invoicing.use_cases.pay_order import pay_order
from foyer_invoicing.use_cases.told import announce_change


async def settle_open_invoice(work: Work, invoice: Invoice, amount: Money, *, at: datetime) -> Invoice:
    """Save and announce it; whoever calls has locked it, and books the money."""
    settled = settle_invoice(invoice, amount, at=at)
    await Invoices(work.session).save(settled)
    announce_change(work, settled)
    if settled.status is InvoiceStatus.PAID:
        if settled.order_id:
            await pay_order(work, settled.order_id)
        await close_paid_case(work, settled.id)
    return settled
