"""Money came in for an invoice: its receipt gets its number, and is made once this has committed."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.document_number import receipt_number, receipt_series
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.paper import PaperKind
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.number_series import NumberSeries
from foyer_invoicing.storage.papers import Papers


async def issue_receipt(work: Work, payment: Payment, invoice: Invoice) -> None:
    """Whoever calls does so once for each payment that succeeded. Raises BusinessNotHere."""
    business = await Businesses(work.session).get(work.scope)
    year = business.local_date(work.now).year
    drawn = await NumberSeries(work.session).draw(work.scope, receipt_series(year))
    await Papers(work.session).add(
        PaperKind.RECEIPT,
        payment.id,
        number=receipt_number(business.number_prefix, year, drawn),
        business_id=invoice.business_id,
        customer_id=invoice.customer_id,
    )
