"""Staff waive the costs of a collection case."""

from foyer_shared.basics.errors import Conflict
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseSettled, CaseStatus, PaymentUnderWay
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.close_paid_case import close_paid_case
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.waive_open_costs import waive_open_costs


class NoCostsToWaive(Conflict):
    """None were charged, or nothing of them is open."""

    code = "no_costs_to_waive"


async def waive_costs(work: Work, case_id: str) -> CaseFile:
    """All that is open of them; when nothing else is open, the case is closed with it.

    Raises CollectionCaseNotFound, CaseSettled, NoCostsToWaive, and PaymentUnderWay.
    """
    file = await lock_case(work, case_id)
    if file.case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{file.case.number} is closed.")
    if file.fee_invoice is None or file.fee_invoice.status is not InvoiceStatus.OPEN:
        raise NoCostsToWaive(f"No costs of {file.case.number} are open.")
    if file.under_way:
        raise PaymentUnderWay(f"A payment for {file.case.number} is under way.")
    await waive_open_costs(work, file.fee_invoice)
    await close_paid_case(work, file.case.invoice_id)
    case = await CollectionCases(work.session).get_for_update(work.scope, case_id)
    (waived,) = await read_case_files(work, [case])
    return waived
