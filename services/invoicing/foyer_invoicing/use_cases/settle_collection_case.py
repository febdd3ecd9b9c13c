"""Staff close a collection case: the business is content with what was paid."""

from foyer_shared.contracts.invoicing import InvoiceUncollectible
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseSettled, CaseStatus, Outcome, PaymentUnderWay
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.void_invoice import give_up_invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.close_case import close_case
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.told import announce_of, invoice_data
from foyer_invoicing.use_cases.waive_open_costs import waive_open_costs


async def settle_collection_case(work: Work, case_id: str) -> CaseFile:
    """What is open of the invoice is given up, and the costs are waived.

    Raises CollectionCaseNotFound, CaseSettled, and PaymentUnderWay.
    """
    file = await lock_case(work, case_id)
    if file.case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{file.case.number} is closed.")
    if file.under_way:
        raise PaymentUnderWay(f"A payment for {file.invoice.number} is under way.")
    if file.fee_invoice and file.fee_invoice.status is InvoiceStatus.OPEN:
        await waive_open_costs(work, file.fee_invoice)
    if file.invoice.status is InvoiceStatus.OPEN:
        await _give_up(work, file.invoice)
    return await close_case(work, file.case, Outcome.PARTIAL if file.total.amount else Outcome.PAID)


async def _give_up(work: Work, invoice: Invoice) -> None:
    given_up = give_up_invoice(invoice)
    await Invoices(work.session).save(given_up)
    announce_of(work, given_up, InvoiceUncollectible(invoice=invoice_data(given_up)))
