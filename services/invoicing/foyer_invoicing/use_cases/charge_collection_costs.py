"""The costs of a collection case become an invoice of their own: the overdue one never changes."""

from decimal import Decimal

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_words import costs_of
from foyer_invoicing.domain.invoice import Invoice, Terms
from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.domain.tax import TaxCategory, TaxClass
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.issue_priced_lines import issue_priced_lines
from foyer_invoicing.use_cases.read_case_files import CaseFile


async def charge_collection_costs(work: Work, file: CaseFile, amount: Money) -> Invoice:
    """Damages, not a sale: outside the scope of the tax. Due at once, and dunned by the case alone."""
    customer = await Customers(work.session).get(work.scope, file.case.customer_id)
    line = Line(
        description=costs_of(file.invoice.number, customer.language),
        quantity=1,
        amount=amount,
        unit_amount=amount,
        tax_class=TaxClass.EXEMPT,
        reference=file.case.id,
    )
    taxed = TaxedLine(line, Decimal(0), TaxCategory.OUTSIDE_SCOPE, amount, amount * 0)
    return await issue_priced_lines(
        work,
        customer=customer,
        lines=[taxed],
        terms=Terms(due_days=0, case_id=file.case.id),
    )
