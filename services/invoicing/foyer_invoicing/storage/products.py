"""The copies of products."""

from collections.abc import Iterable

from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.product import Product
from foyer_invoicing.domain.tax import Supply, TaxClass
from foyer_invoicing.storage.rows import ProductRow


class Products:
    """Reads what is known of products; writing is `save_copy`'s."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, scope: Scope, product_ids: Iterable[str]) -> dict[str, Product]:
        """Those of them that are known."""
        rows = await self._session.execute(
            select(
                col(ProductRow.id), col(ProductRow.tax_class), col(ProductRow.supply), col(ProductRow.active)
            ).where(
                col(ProductRow.business_id) == scope.business_id,
                col(ProductRow.id).in_(set(product_ids)),
            )
        )
        return {
            product_id: Product(TaxClass(tax_class), Supply(supply), active)
            for product_id, tax_class, supply, active in rows
        }
