"""A collection case is locked, with its invoices before it, so that nobody waits crosswise."""

from foyer_shared.storage.work import Work

from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.lock_invoice import lock_invoice
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files


async def lock_case(work: Work, case_id: str) -> CaseFile:
    """As whoever pays an invoice does: first the invoice, then its case. Raises CollectionCaseNotFound."""
    cases, invoices = CollectionCases(work.session), Invoices(work.session)
    seen = await cases.get(work.scope, case_id)
    await lock_invoice(work, seen.invoice_id)
    if seen.fee_invoice_id:
        await invoices.get_for_update(work.scope, seen.fee_invoice_id)
    case = await cases.get_for_update(work.scope, case_id)
    (file,) = await read_case_files(work, [case])
    return file
