"""What is known of a customer's ways to pay, and of the invoices of subscriptions."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_subscriptions.storage.rows import InvoiceStandingRow, PaymentMethodRow


class Standings:
    """Copies from payments and invoicing that decide about a subscription's state."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def can_collect(self, scope: Scope) -> bool:
        """Whether the customer has a payment method."""
        query = select(
            exists().where(
                PaymentMethodRow.business_id == scope.business_id,
                PaymentMethodRow.customer_id == scope.customer_id,
            )
        )
        return bool(await self._session.scalar(query))

    async def is_owed(self, scope: Scope, invoice_id: str) -> bool:
        """Whether this invoice is overdue, or could not be collected, by its newest version."""
        query = select(
            exists().where(
                InvoiceStandingRow.business_id == scope.business_id,
                InvoiceStandingRow.id == invoice_id,
                InvoiceStandingRow.overdue,
            )
        )
        return bool(await self._session.scalar(query))

    async def owes(self, scope: Scope, subscription_id: str) -> bool:
        """Whether an invoice of the subscription is overdue."""
        query = select(
            exists().where(
                InvoiceStandingRow.business_id == scope.business_id,
                InvoiceStandingRow.subscription_id == subscription_id,
                InvoiceStandingRow.overdue,
            )
        )
        return bool(await self._session.scalar(query))
