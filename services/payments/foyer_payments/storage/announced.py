"""The direct debits that were announced and wait for their day, by the mandates that they are made with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from foyer_shared.basics.money import Money
from sqlalchemy import ScalarSelect, and_, func, select
from sqlmodel import col

from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.pre_notification import Collection
from foyer_payments.storage.rows import MandateRow, PaidPartRow, PaymentRow

ANNOUNCED = and_(
    col(PaymentRow.collects_at).is_not(None),
    col(PaymentRow.status) == PaymentStatus.CREATED,
    ~col(PaymentRow.asked),
)


def next_collection() -> ScalarSelect[dict[str, Any] | None]:
    """The first one of a row of mandates, as a document."""
    invoices = (
        select(func.jsonb_agg(col(PaidPartRow.invoice_id)))
        .where(col(PaidPartRow.payment_id) == col(PaymentRow.id))
        .scalar_subquery()
    )
    return (
        select(
            func.jsonb_build_object(
                "id",
                col(PaymentRow.id),
                "amount",
                col(PaymentRow.amount),
                "currency",
                col(PaymentRow.currency),
                "collects_at",
                col(PaymentRow.collects_at),
                "invoices",
                invoices,
            )
        )
        .where(col(PaymentRow.payment_method_id) == col(MandateRow.payment_method_id), ANNOUNCED)
        .order_by(col(PaymentRow.collects_at), col(PaymentRow.id))
        .limit(1)
        .scalar_subquery()
    )


def collection_of(found: Mapping[str, Any] | None) -> Collection | None:
    """The document as the domain knows it."""
    if found is None:
        return None
    return Collection(
        payment_id=found["id"],
        amount=Money(found["amount"], found["currency"]),
        collects_at=datetime.fromisoformat(found["collects_at"]),
        invoice_ids=tuple(found["invoices"]),
    )
