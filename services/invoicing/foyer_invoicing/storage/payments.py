"""Payments for invoices in the database."""

from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Actor, Scope
from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.payment import Payment, PaymentStatus
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.rows import InvoiceRow, PaymentRow


class Payments:
    """Reads and writes what came in for invoices, and what was tried."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_of(self, scope: Scope, invoice_id: str) -> list[Payment]:
        """An invoice's payments, the oldest first."""
        rows = await self._session.scalars(
            select(PaymentRow)
            .where(owned_by(scope, PaymentRow), col(PaymentRow.invoice_id) == invoice_id)
            .order_by(col(PaymentRow.paid_at), col(PaymentRow.id))
        )
        return [_payment(row) for row in rows]

    async def get(self, scope: Scope, payment_id: str) -> tuple[Payment, str]:
        """A payment that is there, and the id of its invoice."""
        query = select(PaymentRow).where(owned_by(scope, PaymentRow), col(PaymentRow.id) == payment_id)
        row = (await self._session.scalars(query)).one()
        return _payment(row), row.invoice_id

    async def all_by_invoice(self, scope: Scope) -> dict[str, list[Payment]]:
        """All payments of the scope's customer, by the ids of their invoices, the oldest first."""
        rows = await self._session.scalars(
            select(PaymentRow)
            .where(owned_by(scope, PaymentRow))
            .order_by(col(PaymentRow.paid_at), col(PaymentRow.id))
        )
        found: dict[str, list[Payment]] = {}
        for row in rows:
            found.setdefault(row.invoice_id, []).append(_payment(row))
        return found

    async def totals(self, scope: Scope, status: PaymentStatus) -> list[Money]:
        """What payments of the scope's customer with this status come to, per currency."""
        query = (
            select(col(PaymentRow.currency), func.sum(col(PaymentRow.amount)))
            .join(InvoiceRow, col(InvoiceRow.id) == col(PaymentRow.invoice_id))
            .where(owned_by(scope, InvoiceRow), col(PaymentRow.status) == status)
            .group_by(col(PaymentRow.currency))
            .order_by(col(PaymentRow.currency))
        )
        return [Money(int(amount), currency) for currency, amount in await self._session.execute(query)]

    async def by_invoice(self, scope: Scope, payment_id: str) -> dict[str, Payment]:
        """What one payment did for each invoice, by the invoices' ids, in their order. One that was recorded
        for a single invoice is known by the id of its own.
        """
        which = or_(
            col(PaymentRow.payment_id) == payment_id,
            and_(col(PaymentRow.id) == payment_id, col(PaymentRow.payment_id).is_(None)),
        )
        rows = await self._session.scalars(
            select(PaymentRow)
            .where(owned_by(scope, PaymentRow), which)
            .order_by(col(PaymentRow.invoice_id))
            .execution_options(populate_existing=True)
        )
        return {row.invoice_id: _payment(row) for row in rows}

    async def add(self, payment: Payment, invoice: Invoice, *, by: Actor, at: datetime) -> None:
        """Write a payment for this invoice, with who recorded it and when."""
        await self._session.execute(
            insert(PaymentRow).values(
                id=payment.id,
                business_id=invoice.business_id,
                customer_id=invoice.customer_id,
                invoice_id=invoice.id,
                payment_id=payment.payment_id,
                amount=payment.amount.amount,
                currency=payment.amount.currency,
                method=payment.method,
                reference=payment.reference,
                recorded_by=str(by),
                recorded_at=at,
                **_changeable(payment),
            )
        )

    async def save(self, *payments: Payment) -> None:
        """Write what can change of payments."""
        if payments:
            await self._session.execute(
                update(PaymentRow), [{"id": payment.id, **_changeable(payment)} for payment in payments]
            )


def _changeable(payment: Payment) -> dict[str, object]:
    return {
        "status": payment.status,
        "paid_at": payment.paid_at,
        "failure_code": payment.failure_code,
        "surplus": payment.surplus,
        "refunded": payment.refunded,
        "reversed": payment.reversed,
    }


def _payment(row: PaymentRow) -> Payment:
    return Payment(
        id=row.id,
        amount=Money(row.amount, row.currency),
        paid_at=row.paid_at,
        reference=row.reference,
        payment_id=row.payment_id,
        status=PaymentStatus(row.status),
        method=row.method,
        failure_code=row.failure_code,
        surplus=row.surplus,
        refunded=row.refunded,
        reversed=row.reversed,
    )
