"""An invoice is made final: its number is drawn, it is stored and told, all in one transaction."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.document_number import invoice_number, invoice_series
from foyer_invoicing.domain.finalize_invoice import finalize_invoice
from foyer_invoicing.domain.invoice import Invoice, Terms
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.name_parties import name_parties
from foyer_invoicing.domain.paper import PaperKind
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.begin_collecting import begin_collecting
from foyer_invoicing.use_cases.told import announce_invoice


async def issue_priced_lines(
    work: Work, *, customer: Customer, lines: Sequence[TaxedLine], terms: Terms
) -> Invoice:
    """Of lines that have their tax. An invoice of nothing is paid at once.

    Raises BusinessNotHere, and NotYet for less than nothing, which waits among the dead letters to be given
    back.
    """
    totals = totals_of(lines)
    if totals.total.amount < 0:
        raise NotYet(f"{totals.total.amount} {totals.total.currency} is to be given back by a credit note")
    business = await Businesses(work.session).get(work.scope)
    settings = await Dunning(work.session).settings(work.scope)
    year = business.local_date(work.now).year
    drawn = await NumberSeries(work.session).draw(work.scope, invoice_series(year))
    invoice = finalize_invoice(
        id=new_id("inv"),
        number=invoice_number(business.number_prefix, year, drawn),
        business=business,
        customer_id=customer.id,
        totals=totals,
        terms=terms,
        usual_due_days=settings.due_days,
        now=work.now,
    )
    await Invoices(work.session).add(invoice, lines, name_parties(business, customer))
    await Papers(work.session).add(
        PaperKind.INVOICE,
        invoice.id,
        number=invoice.number,
        business_id=invoice.business_id,
        customer_id=customer.id,
    )
    announce_invoice(work, invoice)
    await begin_collecting(work, invoice)
    return invoice
