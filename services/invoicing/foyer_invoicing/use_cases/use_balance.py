"""What a customer has to their credit pays what they owe, the oldest due date first."""

from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceBalanceUsed
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import balance_taken_back, balance_used
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.use_cases.open_again import open_again
from foyer_invoicing.use_cases.settle_open_invoice import settle_open_invoice
from foyer_invoicing.use_cases.told import announce_of, invoice_data


async def use_balance(work: Work, customer_id: str, currency: str) -> Money:
    """Called after whatever makes credit or debt, so that there is never both; what is left of the credit.
    Where credit was taken back that had paid invoices, the last of them are open again, as far as that was
    not given back since.
    """
    left = await Balances(work.session).lock(work.scope, customer_id, currency)
    if left.amount < 0:
        return await _take_back(work, customer_id, left)
    if not left.amount:
        return left
    for invoice in await Invoices(work.session).list_open_for_update(work.scope, customer_id, currency):
        part = min(left, invoice.open)
        if not part.amount:
            break
        settled = await settle_open_invoice(work, invoice, part, at=work.now)
        if invoice.finalized_at != work.now:  # Else it is told as it is then: paid so far from the beginning.
            used = InvoiceBalanceUsed(invoice=invoice_data(settled), amount=Amount.of(part))
            announce_of(work, settled, used)
        await Journal(work.session).book(balance_used(invoice, part, at=work.now))
        left -= part
    return left


async def _take_back(work: Work, customer_id: str, left: Money) -> Money:
    used = await Balances(work.session).used_by_invoice(work.scope, customer_id, left.currency)
    for invoice_id, amount in used:
        if not left.amount:
            break
        invoice = await Invoices(work.session).get_for_update(work.scope, invoice_id)
        # What a credit note gave back of it is no debt again.
        part = min(-left, amount, invoice.kept)
        if part.amount <= 0:
            continue
        await open_again(work, invoice, part)
        await Journal(work.session).book(balance_taken_back(invoice, part, at=work.now))
        left += part
    return left
