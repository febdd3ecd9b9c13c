"""A period of a subscription is invoiced when it begins."""

from foyer_shared.contracts.subscriptions import SubscriptionPeriodStarted
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.business import BusinessNotHere
from foyer_invoicing.domain.customer import CustomerNotFound
from foyer_invoicing.domain.invoice import Collection, Period, Terms
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.settle_subscription_lines import settle_subscription_lines
from foyer_invoicing.use_cases.tax_subscription_lines import tax_subscription_lines


async def invoice_period(work: Work, started: SubscriptionPeriodStarted) -> None:
    """Due at once where it is collected automatically, else by the usual terms. Lines of nothing make an
    invoice that is paid at once, as one of an order; a period without lines makes none. What comes to less
    than nothing is given back.

    Raises NotYet while a product, the customer, the business or what is given back is on its way.
    """
    if not started.lines:
        return
    try:
        customer = await Customers(work.session).get(work.scope, started.subscription.customer_id)
        taxed = await tax_subscription_lines(work, customer, started.lines)
        await settle_subscription_lines(
            work,
            taxed,
            customer=customer,
            terms=_terms(started),
            goods_to=customer.shipping_address,
            reason=started.subscription.name,
        )
    except (BusinessNotHere, CustomerNotFound) as missing:
        raise NotYet(missing.detail) from missing


def _terms(started: SubscriptionPeriodStarted) -> Terms:
    collection = Collection(started.subscription.collection)
    return Terms(
        collection=collection,
        due_days=0 if collection is Collection.AUTOMATIC else None,
        subscription_id=started.subscription.subscription_id,
        period=Period(started.period_start, started.period_end),
    )
