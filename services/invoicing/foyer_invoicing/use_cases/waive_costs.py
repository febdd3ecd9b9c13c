"""Staff waive the costs of a collection case."""

from foyer_shared.basics.errors import Conflict
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CaseSettled, CaseStatus, PaymentUnderWay
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.use_cases.close_paid_case import close_paid_case
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.lock_case import lock_case
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.waive_open_costs import waive_open_costs


class NoCostsToWaive(Conflict):
    """None were charged, or nothing of them is open."""

    code = "no_costs_to_waive"


class WaiverAboveCosts(Conflict):
    """More is waived than is open of them."""

    code = "waiver_above_costs"


async def waive_costs(work: Work, case_id: str, *, amount: Money | None = None) -> CaseFile:
    """All that is open of them unless an amount is given; when nothing else is open, the case is closed with
    it.

    Raises CollectionCaseNotFound, CaseSettled, NoCostsToWaive, PaymentUnderWay, WaiverAboveCosts, and what
    `Creditable` refuses.
    """
    file = await lock_case(work, case_id)
    if file.case.status is CaseStatus.SETTLED:
        raise CaseSettled(f"{file.case.number} is closed.")
    if file.fee_invoice is None or file.fee_invoice.status is not InvoiceStatus.OPEN:
        raise NoCostsToWaive(f"No costs of {file.case.number} are open.")
    if file.under_way:
        raise PaymentUnderWay(f"A payment for {file.case.number} is under way.")
    if amount is None or amount == file.fees:
        await waive_open_costs(work, file.fee_invoice)
    elif amount.currency == file.fees.currency and file.fees < amount:
        raise WaiverAboveCosts(f"Only {file.fees.amount} is open of the costs.", field="amount.amount")
    else:
        await credit_invoice(work, file.fee_invoice.id, amount=amount, reason=file.case.number)
    await close_paid_case(work, file.case.invoice_id)
    case = await CollectionCases(work.session).get_for_update(work.scope, case_id)
    (waived,) = await read_case_files(work, [case])
    return waived
