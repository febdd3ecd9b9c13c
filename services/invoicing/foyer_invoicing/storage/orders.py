"""Orders in the database."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, and_, cast, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from foyer_invoicing.domain.discount import WholeDiscount
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order, OrderNotFound, OrderStatus
from foyer_invoicing.storage.documents import (
    lines_as_stored,
    lines_from_stored,
    totals_as_stored,
    totals_from_stored,
)
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.parties import address_from_stored
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import InvoiceRow, OrderRow
from foyer_invoicing.storage.which_invoices import IS_OPEN


class Orders:
    """Reads and writes orders; their lines are read only where they are asked for."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_with_lines(self, scope: Scope, order_id: str) -> tuple[Order, tuple[TaxedLine, ...]]:
        """Raises OrderNotFound."""
        query = select(OrderRow).where(owned_by(scope, OrderRow), col(OrderRow.id) == order_id)
        row = await self._session.scalar(query)
        if row is None:
            raise OrderNotFound("There is no such order.")
        return _order(row), lines_from_stored(row.lines, row.currency)

    async def all_with_lines(self, scope: Scope) -> list[tuple[Order, tuple[TaxedLine, ...]]]:
        """All of the scope's customer, the newest first."""
        rows = await self._session.scalars(
            select(OrderRow)
            .where(owned_by(scope, OrderRow))
            .order_by(col(OrderRow.placed_at).desc(), col(OrderRow.id).desc())
        )
        return [(_order(row), lines_from_stored(row.lines, row.currency)) for row in rows]

    async def get_for_update(self, scope: Scope, order_id: str) -> Order:
        """Locked until the end of the work; raises OrderNotFound."""
        row = await self._session.scalar(
            _without_lines(scope).where(col(OrderRow.id) == order_id).with_for_update()
        )
        if row is None:
            raise OrderNotFound("There is no such order.")
        return _order(row)

    async def find_for_update(self, scope: Scope, order_id: str) -> Order | None:
        """Locked until the end of the work."""
        row = await self._session.scalar(
            _without_lines(scope).where(col(OrderRow.id) == order_id).with_for_update()
        )
        return _order(row) if row else None

    async def list_page(
        self, scope: Scope, *, limit: int, after: Place | None = None, customer_id: str | None = None
    ) -> list[Order]:
        """The newest first, beginning after a place; of one customer when it is named."""
        query = (
            _without_lines(scope)
            .order_by(col(OrderRow.placed_at).desc(), col(OrderRow.id).desc())
            .limit(limit)
        )
        if customer_id is not None:
            query = query.where(col(OrderRow.customer_id) == customer_id)
        if after is not None:
            query = query.where(tuple_(col(OrderRow.placed_at), col(OrderRow.id)) < after)
        return [_order(row) for row in await self._session.scalars(query)]

    async def list_unfinished(self, scope: Scope, *, limit: int) -> list[Order]:
        """Those to be paid or to be delivered, the newest first, save what the business has given up on. One
        that is paid has something to deliver where a line is of a product, or something is sent.
        """
        delivers = cast("$[*] ? (@.product_id != null || @.shipping == true)", JSONPATH)
        sent = func.jsonb_path_exists(col(OrderRow.lines), delivers) | col(OrderRow.ship_to).is_not(None)
        waits = or_(
            and_(col(OrderRow.status) == OrderStatus.PAID, sent),
            and_(col(OrderRow.status) == OrderStatus.PLACED, IS_OPEN),
        )
        query = (
            _without_lines(scope)
            .join(InvoiceRow, col(InvoiceRow.id) == col(OrderRow.invoice_id))
            .where(waits)
            .order_by(col(OrderRow.placed_at).desc(), col(OrderRow.id).desc())
            .limit(limit)
        )
        return [_order(row) for row in await self._session.scalars(query)]

    async def count(self, scope: Scope) -> int:
        """How many there are."""
        query = select(func.count()).select_from(OrderRow).where(owned_by(scope, OrderRow))
        return (await self._session.scalars(query)).one()

    async def add(self, order: Order, lines: Sequence[TaxedLine]) -> None:
        """Write a new order with its lines."""
        await self._session.execute(
            insert(OrderRow).values(
                id=order.id,
                business_id=order.business_id,
                customer_id=order.customer_id,
                number=order.number,
                **totals_as_stored(order.totals),
                lines=lines_as_stored(lines),
                **_changing(order),
                discount=_discount_as_stored(order.discount),
                ship_to=asdict(order.ship_to) if order.ship_to else None,
                invoice_id=order.invoice_id,
                invoice_number=order.invoice_number,
                placed_at=order.placed_at,
            )
        )

    async def save(self, order: Order) -> None:
        """Write what can change of an order."""
        await self._session.execute(
            update(OrderRow)
            .where(col(OrderRow.id) == order.id)
            .values(**_changing(order))
            .execution_options(synchronize_session=False)
        )


def _without_lines(scope: Scope) -> Select[OrderRow]:
    lines = defer(col(OrderRow.lines), raiseload=True)
    return select(OrderRow).where(owned_by(scope, OrderRow)).options(lines)


def _changing(order: Order) -> dict[str, Any]:
    return {
        "status": order.status,
        "paid_at": order.paid_at,
        "fulfilled_at": order.fulfilled_at,
        "canceled_at": order.canceled_at,
        "refunded_at": order.refunded_at,
        "version": order.version,
    }


def _discount_as_stored(discount: WholeDiscount | None) -> dict[str, Any] | None:
    if discount is None:
        return None
    return {"amount": discount.amount.amount, "percent": discount.percent and str(discount.percent)}


def _discount_from_stored(row: OrderRow) -> WholeDiscount | None:
    stored = row.discount
    if stored is None:
        return None
    return WholeDiscount(
        Money(stored["amount"], row.currency), Decimal(stored["percent"]) if stored["percent"] else None
    )


def _order(row: OrderRow) -> Order:
    return Order(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        number=row.number,
        totals=totals_from_stored(row),
        invoice_id=row.invoice_id,
        invoice_number=row.invoice_number,
        placed_at=row.placed_at,
        discount=_discount_from_stored(row),
        ship_to=address_from_stored(row.ship_to),
        status=OrderStatus(row.status),
        paid_at=row.paid_at,
        fulfilled_at=row.fulfilled_at,
        canceled_at=row.canceled_at,
        refunded_at=row.refunded_at,
        version=row.version,
    )
