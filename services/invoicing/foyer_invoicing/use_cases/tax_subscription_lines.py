"""What a subscription tells of money, as lines with the tax of its customer and its products."""

from collections.abc import Sequence

from foyer_shared.contracts.subscriptions import SubscriptionLineData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.line import Line, TaxedLine, so_much_for_each
from foyer_invoicing.domain.product import Product
from foyer_invoicing.domain.tax import TaxBehavior
from foyer_invoicing.storage.products import Products
from foyer_invoicing.use_cases.price_lines import price_lines


async def tax_subscription_lines(
    work: Work, customer: Customer, told: Sequence[SubscriptionLineData]
) -> tuple[TaxedLine, ...]:
    """Raises NotYet while a product is on its way, and BusinessNotHere."""
    products = await Products(work.session).find(work.scope, (line.product_id for line in told))
    return await price_lines(work, customer, [_line(line, products) for line in told])


def _line(line: SubscriptionLineData, products: dict[str, Product]) -> Line:
    if line.product_id not in products:
        raise NotYet(f"{line.product_id} has not arrived")
    whole = line.amount.money()
    discount = line.discount_amount.money() if line.discount_amount else None
    product = products[line.product_id]
    return Line(
        description=line.description,
        quantity=line.quantity,
        amount=whole - discount if discount else whole,
        unit_amount=so_much_for_each(line.unit_amount.money(), line.quantity, whole),
        tax_class=product.tax_class,
        supply=product.supply,
        discount=discount,
        # A price that says nothing of tax has none inside.
        tax_behavior=TaxBehavior.INCLUSIVE if line.tax_behavior == "inclusive" else TaxBehavior.EXCLUSIVE,
        product_id=line.product_id,
        reference=line.price_id,
    )
