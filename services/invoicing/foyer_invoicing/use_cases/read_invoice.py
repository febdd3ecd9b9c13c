"""One invoice with all that is shown of it."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files


@dataclass(frozen=True, slots=True)
class WholeInvoice:
    """An invoice, its lines, its payments, the oldest first, what the balance paid of it, those ids among its
    own and its payments' whose papers can be fetched, the collection case that it is in, or was, or whose
    costs it charges, and when it is charged, where that was announced.
    """

    invoice: Invoice
    lines: tuple[TaxedLine, ...]
    payments: tuple[Payment, ...]
    from_balance: Money
    papers: frozenset[str]
    case: CaseFile | None
    collects_at: datetime | None


async def read_invoice(work: Work, invoice_id: str) -> WholeInvoice:
    """Raises InvoiceNotFound."""
    invoice, lines = await Invoices(work.session).get_with_lines(work.scope, invoice_id)
    payments = await Payments(work.session).list_of(work.scope, invoice_id)
    currency = invoice.totals.total.currency
    from_balance = await Balances(work.session).used_for(work.scope, invoice_id, currency)
    papers = await Papers(work.session).made_of(work.scope, [invoice_id, *(each.id for each in payments)])
    # Costs of collecting name their case; what is collected is named by it.
    case_id = invoice.case_id or await CollectionCases(work.session).find_id_of(work.scope, invoice_id)
    case = await _case(work, case_id) if case_id else None
    announced = await Collectings(work.session).collected_at(work.scope, [invoice_id], work.now)
    return WholeInvoice(
        invoice,
        lines,
        tuple(payments),
        from_balance,
        papers,
        case,
        announced.get(invoice_id),
    )


async def _case(work: Work, case_id: str) -> CaseFile:
    case = await CollectionCases(work.session).get(work.scope, case_id)
    (file,) = await read_case_files(work, [case])
    return file
