"""Keep what announcements need to know of products."""

from foyer_shared.contracts.subscriptions import ProductData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_notifications.storage.rows import ProductRow


async def keep_product(work: Work, product: ProductData, *, version: int) -> None:
    """That there is one."""
    row = ProductRow(id=product.product_id, version=version, business_id=work.scope.business_id)
    await save_copy(work, row)
