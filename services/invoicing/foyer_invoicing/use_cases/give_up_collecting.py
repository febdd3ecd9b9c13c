"""An invoice is charged for no more: from now on the customer has to pay it."""

from dataclasses import replace

from foyer_shared.contracts.invoicing import InvoiceRetriesExhausted
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.mark_overdue import found_overdue
from foyer_invoicing.domain.retry_schedule import Collecting, give_up
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.told import announce_of, invoice_data


async def give_up_collecting(work: Work, collecting: Collecting) -> None:
    """It is overdue from then on, as one that was sent for payment and not paid, and names where to transfer
    it; its papers stay as they are.
    """
    await Collectings(work.session).save(give_up(collecting, now=work.now))
    settings = await Dunning(work.session).settings(work.scope)
    business = await Businesses(work.session).get(work.scope)
    invoices = Invoices(work.session)
    invoice = await invoices.get_for_update(work.scope, collecting.invoice_id)
    overdue = found_overdue(invoice, settings, today=business.local_date(work.now), now=work.now)
    overdue = replace(overdue, pay_to=overdue.pay_to or business.account)
    await invoices.save(overdue)
    announce_of(work, overdue, InvoiceRetriesExhausted(invoice=invoice_data(overdue)))
