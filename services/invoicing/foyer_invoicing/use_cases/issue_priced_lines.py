"""An invoice is made final: its number is drawn, it is stored, booked and told, all in one transaction."""

from collections.abc import Sequence
from dataclasses import replace

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import invoice_finalized
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.document_number import invoice_number, invoice_series
from foyer_invoicing.domain.finalize_invoice import finalize_invoice
from foyer_invoicing.domain.invoice import Invoice, Terms
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.name_parties import name_parties
from foyer_invoicing.domain.paper import PaperKind
from foyer_invoicing.domain.tax import Supply
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.use_cases.begin_collecting import begin_collecting
from foyer_invoicing.use_cases.find_exchange_rate import find_exchange_rate
from foyer_invoicing.use_cases.told import announce_invoice
from foyer_invoicing.use_cases.use_balance import use_balance


async def issue_priced_lines(
    work: Work,
    *,
    customer: Customer,
    lines: Sequence[TaxedLine],
    terms: Terms,
    goods_to: Address | None = None,
) -> Invoice:
    """Of lines that have their tax, goods among them as what goes to `goods_to`. An invoice of nothing is
    paid at once; another from the balance, as far as that reaches.

    Raises BusinessNotHere.
    """
    if terms.ship_to is None and any(taxed.line.supply is Supply.GOODS for taxed in lines):
        terms = replace(terms, ship_to=goods_to)
    totals = totals_of(lines)
    await Balances(work.session).lock(work.scope, customer.id, totals.total.currency)
    business = await Businesses(work.session).get(work.scope)
    settings = await Dunning(work.session).settings(work.scope)
    today = business.local_date(work.now)
    # Where lines come to no tax together, a credit note of one of them has some.
    tax = next((line.tax for line in lines if line.tax.amount), totals.tax)
    rate = await find_exchange_rate(work, business, tax=tax, period=terms.period, issued_on=today)
    drawn = await NumberSeries(work.session).draw(work.scope, invoice_series(today.year))
    invoice = finalize_invoice(
        id=terms.draft_id or new_id("inv"),
        number=invoice_number(business.number_prefix, today.year, drawn),
        business=business,
        customer_id=customer.id,
        totals=totals,
        terms=terms,
        usual_due_days=settings.due_days,
        now=work.now,
        exchange_rate=rate,
    )
    parties = name_parties(business, customer, ship_to=invoice.ship_to)
    await Invoices(work.session).add(invoice, lines, parties)
    await Papers(work.session).add(
        PaperKind.INVOICE,
        invoice.id,
        number=invoice.number,
        business_id=invoice.business_id,
        customer_id=customer.id,
    )
    await Journal(work.session).book(invoice_finalized(invoice))
    announce_invoice(work, invoice, lines)
    if invoice.open.amount:
        await use_balance(work, customer.id, invoice.open.currency)
        invoice = await Invoices(work.session).get(work.scope, invoice.id)
    await begin_collecting(work, invoice)
    return invoice
