"""An overdue invoice becomes a collection case."""

from dataclasses import replace
from datetime import timedelta

from foyer_shared.basics.errors import Conflict
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import CollectionCaseOpened
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CollectionCase
from foyer_invoicing.domain.collection_settings import CaseOpening
from foyer_invoicing.domain.document_number import COLLECTION_CASE_SERIES, collection_case_number
from foyer_invoicing.domain.invoice import Invoice, ShownStatus
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.collection_rules import CollectionRules
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files
from foyer_invoicing.use_cases.told import announce_case, case_data


class CasesAreOff(Conflict):
    """The business collects without cases."""

    code = "collection_cases_off"


class InvoiceNotOverdue(Conflict):
    """There is nothing to collect of it, or not yet."""

    code = "invoice_not_overdue"


class InvoiceOfCosts(Conflict):
    """It belongs to a case itself."""

    code = "invoice_of_collection_costs"


class CaseAlreadyOpen(Conflict):
    """The invoice has a case."""

    code = "collection_case_already_open"


async def open_collection_case(work: Work, invoice_id: str, *, plan_offered: bool | None = None) -> CaseFile:
    """By staff or by the job, in its first stage. `plan_offered`: None as the business does.

    Raises InvoiceNotFound and the refusals of this file.
    """
    settings = await CollectionRules(work.session).settings(work.scope)
    if settings.opening is CaseOpening.OFF:
        raise CasesAreOff("Collection cases are switched off.")
    invoices, cases = Invoices(work.session), CollectionCases(work.session)
    invoice = await invoices.get_for_update(work.scope, invoice_id)
    await _check(cases, work, invoice)
    business = await Businesses(work.session).get(work.scope)
    today, days = business.local_date(work.now), settings.days_between_stages
    drawn = await NumberSeries(work.session).draw(work.scope, COLLECTION_CASE_SERIES)
    case = CollectionCase(
        id=new_id("case"),
        business_id=business.id,
        customer_id=invoice.customer_id,
        number=collection_case_number(business.number_prefix, drawn),
        invoice_id=invoice.id,
        opened_at=work.now,
        stage_on=today,
        next_on=None if days is None else today + timedelta(days=days),
        plan_offered=plan_offered,
    )
    await cases.add(case, currency=invoice.open.currency)
    if invoice.reminded_at is None:
        # The case's own letters follow; a reminder between them would only confuse.
        await invoices.save(replace(invoice, reminded_at=work.now))
    (file,) = await read_case_files(work, [case])
    announce_case(work, case, CollectionCaseOpened(case=case_data(file)))
    return file


async def _check(cases: CollectionCases, work: Work, invoice: Invoice) -> None:
    if invoice.case_id:
        raise InvoiceOfCosts(f"{invoice.number} is of collection costs.")
    if invoice.shown_status is not ShownStatus.OVERDUE:
        raise InvoiceNotOverdue(f"{invoice.number} is not overdue.")
    if await cases.find_open_for_update(work.scope, invoice.id):
        raise CaseAlreadyOpen(f"{invoice.number} has a collection case.")
