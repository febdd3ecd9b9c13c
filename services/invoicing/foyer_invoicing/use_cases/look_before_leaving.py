"""What is in the way of closing an account, and what the law keeps of it."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.leaving import Leaving
from foyer_invoicing.domain.payment import PaymentStatus
from foyer_invoicing.domain.retention import kept_until
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.storage.payments import Payments

_MOST_ORDERS = 20


async def look_before_leaving(work: Work, customer_id: str) -> Leaving:
    """Of one customer of the scope's business."""
    scope = replace(work.scope, customer_id=customer_id)
    invoices, payments = Invoices(work.session), Payments(work.session)
    last = await invoices.last_issued_on(scope)
    business = await Businesses(work.session).get(scope)
    return Leaving(
        owed=await invoices.open_totals(scope),
        under_way=await payments.totals(scope, PaymentStatus.PROCESSING),
        disputed=await payments.totals(scope, PaymentStatus.DISPUTED),
        credit=await Balances(work.session).list_of(scope, customer_id),
        unfinished_orders=await Orders(work.session).list_unfinished(scope, limit=_MOST_ORDERS),
        documents_kept_until=kept_until(last, business.country) if last else None,
    )
