"""A subscription ends or pauses: what was still to be charged is invoiced, what comes back is credited."""

from collections.abc import Sequence

from foyer_shared.contracts.subscriptions import SubscriptionData, SubscriptionLineData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.business import BusinessNotHere
from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.domain.customer import CustomerNotFound
from foyer_invoicing.domain.invoice import Collection, Terms
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.credit_subscription import credit_subscription
from foyer_invoicing.use_cases.settle_subscription_lines import settle_subscription_lines
from foyer_invoicing.use_cases.tax_as_invoiced import tax_as_invoiced
from foyer_invoicing.use_cases.tax_subscription_lines import tax_subscription_lines


async def close_subscription_account(
    work: Work,
    subscription: SubscriptionData,
    *,
    charged: Sequence[SubscriptionLineData] = (),
    credited: Sequence[SubscriptionLineData] = (),
    credit_to: CreditTo | None = None,
) -> None:
    """`charged` may have credits among them, which are below zero; `credited` are above zero.

    Raises NotYet while a product, the customer, the business or an invoice is on its way.
    """
    if not charged and not credited:
        return
    collection = Collection(subscription.collection)
    terms = Terms(
        collection=collection,
        due_days=0 if collection is Collection.AUTOMATIC else None,
        subscription_id=subscription.subscription_id,
    )
    try:
        customer = await Customers(work.session).get(work.scope, subscription.customer_id)
        if credited:
            priced = await tax_subscription_lines(work, customer, credited)
            await credit_subscription(
                work,
                await tax_as_invoiced(
                    work,
                    priced,
                    customer_id=customer.id,
                    subscription_id=subscription.subscription_id,
                    above_zero=True,
                ),
                customer_id=customer.id,
                subscription_id=subscription.subscription_id,
                reason=subscription.name,
                credit_to=credit_to or CreditTo.BALANCE,
            )
        if charged:
            priced = await tax_subscription_lines(work, customer, charged)
            taxed = await tax_as_invoiced(
                work, priced, customer_id=customer.id, subscription_id=subscription.subscription_id
            )
            await settle_subscription_lines(
                work,
                taxed,
                customer=customer,
                terms=terms,
                goods_to=customer.shipping_address,
                reason=subscription.name,
            )
    except (BusinessNotHere, CustomerNotFound) as missing:
        raise NotYet(missing.detail) from missing
