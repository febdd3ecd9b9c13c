"""Start to sell something."""

from collections.abc import Sequence

from foyer_shared.basics.custom_fields import CustomField, checked_fields
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.subscriptions import ProductCreated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.catalogue import Product, Supply, TaxClass
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.told import product_data


async def create_product(
    work: Work,
    *,
    name: str,
    description: str | None,
    tax_class: TaxClass = TaxClass.STANDARD,
    supply: Supply = Supply.SERVICES,
    custom_fields: Sequence[CustomField] = (),
    self_service: SelfServicePolicy,
    billing: BillingPolicy,
) -> Product:
    """Store the product with what its customers may do by themselves."""
    product = Product(
        id=new_id("prod"),
        business_id=work.scope.business_id,
        name=name,
        description=description,
        active=True,
        tax_class=tax_class,
        supply=supply,
        custom_fields=checked_fields(custom_fields),
        self_service=self_service,
        billing=billing,
        version=1,
    )
    products = Products(work.session)
    await products.check_all(work.scope, self_service.plan_products or (), field="self_service.plan_products")
    await products.add(product, created_at=work.now)
    work.announce(ProductCreated(product=product_data(product)), subject=product.id, version=1)
    return product
