"""Whom an invoice names, and so its credit notes and its receipts."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.business import Business, BusinessNotHere
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.name_parties import name_parties
from foyer_invoicing.domain.party import Parties
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices


async def parties_of_invoice(work: Work, invoice: Invoice, business: Business) -> Parties:
    """As they were; an invoice from before they were kept names them as they are now, from now on.

    Raises BusinessNotHere while it is not known what the business is called in law.
    """
    invoices = Invoices(work.session)
    kept = await invoices.find_parties(work.scope, invoice.id)
    if kept:
        return kept
    customer = await Customers(work.session).get(work.scope, invoice.customer_id)
    named = name_parties(business, customer, ship_to=invoice.ship_to)
    if named is None:
        raise BusinessNotHere("This business is still being set up.")
    return await invoices.keep_parties(work.scope, invoice.id, named)
