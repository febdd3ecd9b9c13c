"""Products and prices, stored."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.errors import PriceNotFound, ProductNotFound
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.picture import Picture, PictureNotFound
from foyer_subscriptions.domain.policy import MOST_PLAN_PRODUCTS
from foyer_subscriptions.domain.pricing import UsageType
from foyer_subscriptions.domain.subscription import Item
from foyer_subscriptions.storage.items import pricing_columns, pricing_of
from foyer_subscriptions.storage.product_columns import product_columns, product_of
from foyer_subscriptions.storage.rows import PriceRow, ProductRow


class Products:
    """The products of a business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, product: Product, *, created_at: datetime) -> None:
        """Store a new product."""
        self._session.add(
            ProductRow(**product_columns(product), business_id=product.business_id, created_at=created_at)
        )
        await self._session.flush()

    async def save(self, product: Product) -> None:
        """Store a changed product."""
        await self._session.execute(
            update(ProductRow).where(ProductRow.id == product.id).values(**product_columns(product))
        )

    async def get(self, scope: Scope, product_id: str, *, for_update: bool = False) -> Product:
        """One product of the business."""
        query = select(ProductRow).where(
            ProductRow.id == product_id, ProductRow.business_id == scope.business_id
        )
        row = await self._session.scalar(query.with_for_update() if for_update else query)
        if row is None:
            raise ProductNotFound(f"There is no product {product_id}.", field="product_id")
        return product_of(row)

    async def get_many(self, scope: Scope, product_ids: Sequence[str]) -> dict[str, Product]:
        """Those of these products that the business has, by id."""
        rows = await self._session.scalars(
            select(ProductRow).where(
                ProductRow.id.in_(set(product_ids)), ProductRow.business_id == scope.business_id
            )
        )
        return {row.id: product_of(row) for row in rows}

    async def check_all(self, scope: Scope, product_ids: Sequence[str], *, field: str) -> None:
        """Refuses when the business lacks one of these."""
        known = await self.get_many(scope, product_ids) if product_ids else {}
        for product_id in product_ids:
            if product_id not in known:
                raise ProductNotFound(f"There is no product {product_id}.", field=field)

    async def picture(self, scope: Scope, picture_id: str) -> Picture:
        """One picture of any of the business's products."""
        row = await self._session.scalar(
            select(ProductRow).where(
                ProductRow.business_id == scope.business_id,
                col(ProductRow.pictures).contains([{"id": picture_id}]),
            )
        )
        if row is None:
            raise PictureNotFound("There is no such picture.")
        return next(one for one in product_of(row).pictures if one.id == picture_id)

    async def list_page(self, scope: Scope, *, limit: int, after: str | None) -> list[Product]:
        """Newest first, from the one after `after`."""
        query = select(ProductRow).where(ProductRow.business_id == scope.business_id)
        if after:
            query = query.where(ProductRow.id < after)
        rows = await self._session.scalars(query.order_by(ProductRow.id.desc()).limit(limit))
        return [product_of(row) for row in rows]


class Prices:
    """The prices of a business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, price: Price, *, created_at: datetime) -> None:
        """Store a new price."""
        self._session.add(
            PriceRow(
                id=price.id,
                business_id=price.business_id,
                product_id=price.product_id,
                **pricing_columns(price.pricing),
                interval=price.interval,
                interval_count=price.interval_count,
                active=price.active,
                created_at=created_at,
                version=price.version,
            )
        )
        await self._session.flush()

    async def save(self, price: Price) -> None:
        """Store whether it is still sold; its terms never change."""
        await self._session.execute(
            update(PriceRow)
            .where(PriceRow.id == price.id, PriceRow.business_id == price.business_id)
            .values(active=price.active, version=price.version)
        )

    async def get_for_update(self, scope: Scope, price_id: str) -> Price:
        """One price of the business, locked until the transaction ends."""
        query = select(PriceRow).where(PriceRow.id == price_id, PriceRow.business_id == scope.business_id)
        row = await self._session.scalar(query.with_for_update())
        if row is None:
            raise PriceNotFound(f"There is no price {price_id}.", field="price_id")
        return _price(row)

    async def get_many(self, scope: Scope, price_ids: Sequence[str]) -> dict[str, Price]:
        """All of these prices by id; refuses when the business lacks one."""
        rows = await self._session.scalars(
            select(PriceRow).where(PriceRow.id.in_(set(price_ids)), PriceRow.business_id == scope.business_id)
        )
        prices = {row.id: _price(row) for row in rows}
        for price_id in price_ids:
            if price_id not in prices:
                raise PriceNotFound(f"There is no price {price_id}.", field="price_id")
        return prices

    async def unsold(self, scope: Scope, price_ids: Sequence[str]) -> set[str]:
        """Those of these that are not sold any more, by themselves or with their product."""
        if not price_ids:
            return set()
        found = await self._session.scalars(
            select(col(PriceRow.id))
            .join(ProductRow, col(ProductRow.id) == col(PriceRow.product_id))
            .where(
                col(PriceRow.id).in_(set(price_ids)),
                col(PriceRow.business_id) == scope.business_id,
                ~and_(col(PriceRow.active), col(ProductRow.active)),
            )
        )
        return set(found)

    async def plans(
        self, scope: Scope, like: Item, *, of: Sequence[str] | None = None
    ) -> list[tuple[Product, Price]]:
        """What an item can be changed to: prices that are sold, recurring and paid ahead in its currency and
        with its tax behaviour; of its own product first, then of these others, or of the oldest.
        """
        own = case((col(PriceRow.product_id) == like.product_id, 0), else_=1)
        fitting: list[ColumnElement[bool]] = [
            col(PriceRow.business_id) == scope.business_id,
            col(PriceRow.currency) == like.unit_amount.currency,
            col(PriceRow.tax_behavior) == like.pricing.tax_behavior,
            col(PriceRow.usage_type) == UsageType.LICENSED,
            col(PriceRow.interval).is_not(None),
            col(PriceRow.active).is_(True),
            col(ProductRow.active).is_(True),
        ]
        if of is not None:
            fitting.append(col(PriceRow.product_id).in_([like.product_id, *of]))
        products = (
            select(col(PriceRow.product_id))
            .join(ProductRow, col(ProductRow.id) == PriceRow.product_id)
            .where(*fitting)
            .group_by(col(PriceRow.product_id))
            .order_by(own, col(PriceRow.product_id))
            .limit(MOST_PLAN_PRODUCTS)
        )
        rows = await self._session.execute(
            select(ProductRow, PriceRow)
            .join(PriceRow, col(ProductRow.id) == PriceRow.product_id)
            .where(*fitting, col(PriceRow.product_id).in_(products))
            .order_by(own, col(ProductRow.id), col(PriceRow.id))
        )
        return [(product_of(product), _price(price)) for product, price in rows]

    async def list_page(self, scope: Scope, *, limit: int, after: str | None) -> list[Price]:
        """Newest first, from the one after `after`."""
        query = select(PriceRow).where(PriceRow.business_id == scope.business_id)
        if after:
            query = query.where(PriceRow.id < after)
        rows = await self._session.scalars(query.order_by(PriceRow.id.desc()).limit(limit))
        return [_price(row) for row in rows]


def _price(row: PriceRow) -> Price:
    return Price(
        id=row.id,
        business_id=row.business_id,
        product_id=row.product_id,
        pricing=pricing_of(row.model_dump()),
        interval=Interval(row.interval) if row.interval else None,
        interval_count=row.interval_count,
        active=row.active,
        version=row.version,
    )
