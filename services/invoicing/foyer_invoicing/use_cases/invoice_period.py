"""A period of a subscription is invoiced when it begins."""

from foyer_shared.contracts.subscriptions import SubscriptionLineData, SubscriptionPeriodStarted
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.business import BusinessNotHere
from foyer_invoicing.domain.customer import CustomerNotFound
from foyer_invoicing.domain.invoice import DEFAULT_DUE_DAYS, Collection, Period, Terms
from foyer_invoicing.domain.line import Line
from foyer_invoicing.domain.tax import TaxBehavior, TaxClass
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.products import Products
from foyer_invoicing.use_cases.issue_priced_lines import issue_priced_lines
from foyer_invoicing.use_cases.price_lines import price_lines


async def invoice_period(work: Work, started: SubscriptionPeriodStarted) -> None:
    """Due at once where it is collected automatically, else by the usual terms. Lines of nothing make an
    invoice that is paid at once, as one of an order; a period without lines makes none.

    Raises NotYet while a product, the customer or the business is on its way.
    """
    if not started.lines:
        return
    subscription = started.subscription
    try:
        customer = await Customers(work.session).get(work.scope, subscription.customer_id)
        classes = await Products(work.session).tax_classes(
            work.scope, (line.product_id for line in started.lines)
        )
        taxed = await price_lines(work, customer, [_line(line, classes) for line in started.lines])
        await issue_priced_lines(work, customer_id=customer.id, lines=taxed, terms=_terms(started))
    except (BusinessNotHere, CustomerNotFound) as missing:
        raise NotYet(missing.detail) from missing


def _terms(started: SubscriptionPeriodStarted) -> Terms:
    collection = Collection(started.subscription.collection)
    return Terms(
        collection=collection,
        due_days=0 if collection is Collection.AUTOMATIC else DEFAULT_DUE_DAYS,
        subscription_id=started.subscription.subscription_id,
        period=Period(started.period_start, started.period_end),
    )


def _line(line: SubscriptionLineData, classes: dict[str, TaxClass]) -> Line:
    if line.product_id not in classes:
        raise NotYet(f"{line.product_id} has not arrived")
    amount, unit_amount = line.amount.money(), line.unit_amount.money()
    return Line(
        description=line.description,
        quantity=line.quantity,
        amount=amount,
        # A part of an interval, and what has tiers, is not so much for each.
        unit_amount=unit_amount if unit_amount * line.quantity == amount else None,
        tax_class=classes[line.product_id],
        # A price that says nothing of tax has none inside.
        tax_behavior=TaxBehavior.INCLUSIVE if line.tax_behavior == "inclusive" else TaxBehavior.EXCLUSIVE,
        product_id=line.product_id,
        reference=line.price_id,
    )
