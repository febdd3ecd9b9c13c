"""Keeps the copy of a product up to date."""

from foyer_shared.contracts.subscriptions import ProductData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_invoicing.storage.rows import ProductRow


async def keep_product(work: Work, product: ProductData, *, version: int) -> None:
    """Newer versions overwrite older ones; an older one that comes late changes nothing."""
    await save_copy(
        work,
        ProductRow(
            id=product.product_id,
            business_id=work.scope.business_id,
            version=version,
            tax_class=product.tax_class,
            supply=product.supply,
            active=product.active,
        ),
    )
