"""Staff close a collection case: the business is content with what was paid."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseSettled, CaseStatus, Outcome, PaymentUnderWay
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.use_cases.close_case import close_case
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.waive_open_costs import waive_open_costs
from foyer_invoicing.use_cases.write_off_invoice import write_off_invoice


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
        await write_off_invoice(work, file.invoice.id)
    return await close_case(work, file.case, Outcome.PARTIAL if file.total.amount else Outcome.PAID)
