"""What a change of plan costs is invoiced, as it was shown before the customer agreed."""

from collections.abc import Sequence

from foyer_shared.basics.money import Money
from foyer_shared.contracts.subscriptions import (
    SubscriptionData,
    SubscriptionLineData,
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionQuantityChanged,
)
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.business import BusinessNotHere
from foyer_invoicing.domain.customer import Customer, CustomerNotFound
from foyer_invoicing.domain.invoice import Collection, Terms
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.tax_quote import TaxQuote
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.tax_quotes import TaxQuotes
from foyer_invoicing.use_cases.settle_subscription_lines import settle_subscription_lines
from foyer_invoicing.use_cases.tax_as_invoiced import tax_as_invoiced
from foyer_invoicing.use_cases.tax_subscription_lines import tax_subscription_lines
from foyer_invoicing.use_cases.use_tax_quote import use_tax_quote

PlanChange = SubscriptionPlanChangeRequested | SubscriptionPlanChanged | SubscriptionQuantityChanged

_DAYS_TO_PAY_FIRST = 1


async def invoice_plan_change(work: Work, change: PlanChange) -> None:
    """With the tax that was frozen for its quote; what nobody was shown a quote of is priced now, and what
    it gives back as it was invoiced.

    One that must be paid first is for the customer to pay, and the change is named on it; one that comes to
    less than nothing is given back. Raises NotYet while a product, the customer, the business or what is
    given back is on its way.
    """
    if not change.lines:
        return
    try:
        customer = await Customers(work.session).get(work.scope, change.subscription.customer_id)
        shown = await _shown(work, customer, change.quote_id, change.lines)
        taxed = shown.lines if shown else await _priced(work, customer, change)
        made = await settle_subscription_lines(
            work,
            taxed,
            customer=customer,
            terms=_terms(change),
            goods_to=shown.ship_to if shown else customer.shipping_address,
            reason=change.after.name,
        )
        if shown:
            await use_tax_quote(
                work,
                shown.id,
                customer_id=customer.id,
                reference=shown.reference,
                used_for=made.id if made else change.change_id,
            )
    except (BusinessNotHere, CustomerNotFound) as missing:
        raise NotYet(missing.detail) from missing


async def _shown(
    work: Work, customer: Customer, reference: str, told: Sequence[SubscriptionLineData]
) -> TaxQuote | None:
    quote = await TaxQuotes(work.session).find(work.scope, customer_id=customer.id, reference=reference)
    if quote is None or [line.line.amount for line in quote.lines] != [_due(line) for line in told]:
        return None
    return quote


async def _priced(work: Work, customer: Customer, change: PlanChange) -> Sequence[TaxedLine]:
    priced = await tax_subscription_lines(work, customer, change.lines)
    return await tax_as_invoiced(
        work,
        priced,
        customer_id=customer.id,
        subscription_id=change.subscription.subscription_id,
    )


def _due(line: SubscriptionLineData) -> Money:
    amount = line.amount.money()
    return amount - line.discount_amount.money() if line.discount_amount else amount


def _terms(change: PlanChange) -> Terms:
    subscription: SubscriptionData = change.subscription
    collection = Collection(subscription.collection)
    first = isinstance(change, SubscriptionPlanChangeRequested)
    days = 0 if collection is Collection.AUTOMATIC else None
    return Terms(
        collection=Collection.INVOICE if first else collection,
        due_days=_DAYS_TO_PAY_FIRST if first else days,
        subscription_id=subscription.subscription_id,
        change_id=change.change_id if first else None,
        quote_id=change.quote_id,
    )
