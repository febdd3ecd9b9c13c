"""What is known of a customer's ways to pay, and of the invoices of subscriptions."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.storage.rows import (
    InvoiceStandingRow,
    MandateRow,
    PaymentMethodRow,
    PaymentPlanRow,
)


class Standings:
    """Copies from payments and invoicing that decide about a subscription's state."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def can_collect(self, scope: Scope) -> bool:
        """Whether the customer has a payment method that was not removed, with no mandate that is no longer
        valid; a valid mandate counts before its method has arrived.
        """
        its_method = PaymentMethodRow.id == MandateRow.payment_method_id
        method = exists().where(
            PaymentMethodRow.business_id == scope.business_id,
            PaymentMethodRow.customer_id == scope.customer_id,
            ~col(PaymentMethodRow.removed),
            ~exists().where(and_(its_method, ~col(MandateRow.valid))),
        )
        mandate = exists().where(
            MandateRow.business_id == scope.business_id,
            MandateRow.customer_id == scope.customer_id,
            col(MandateRow.valid),
            ~exists().where(and_(its_method, col(PaymentMethodRow.removed))),
        )
        return bool(await self._session.scalar(select(or_(method, mandate))))

    async def method_kinds(self, scope: Scope) -> set[str]:
        """The kinds of the customer's payment methods, as far as they are known."""
        kinds = await self._session.scalars(
            select(col(PaymentMethodRow.kind)).where(
                PaymentMethodRow.business_id == scope.business_id,
                PaymentMethodRow.customer_id == scope.customer_id,
                ~col(PaymentMethodRow.removed),
            )
        )
        return {kind for kind in kinds if kind}

    async def is_owed(self, scope: Scope, invoice_id: str, *, plan_covers: bool) -> bool:
        """Whether this invoice is overdue, or could not be collected, by its newest version."""
        which = col(InvoiceStandingRow.id) == invoice_id
        return await self._owed(scope, which, plan_covers=plan_covers) is not None

    async def owed(self, scope: Scope, subscription_id: str, *, plan_covers: bool) -> str | None:
        """The oldest invoice of the subscription that is overdue; where a payment plan covers one, it is not
        while that is kept.
        """
        which = col(InvoiceStandingRow.subscription_id) == subscription_id
        return await self._owed(scope, which, plan_covers=plan_covers)

    async def _owed(self, scope: Scope, which: ColumnElement[bool], *, plan_covers: bool) -> str | None:
        owed = select(col(InvoiceStandingRow.id)).where(
            col(InvoiceStandingRow.business_id) == scope.business_id, which, col(InvoiceStandingRow.overdue)
        )
        if plan_covers:
            kept = and_(
                PaymentPlanRow.invoice_id == InvoiceStandingRow.id,
                PaymentPlanRow.business_id == InvoiceStandingRow.business_id,
                ~col(PaymentPlanRow.broken),
            )
            owed = owed.where(~exists().where(kept))
        first: str | None = await self._session.scalar(owed.order_by(col(InvoiceStandingRow.id)).limit(1))
        return first
