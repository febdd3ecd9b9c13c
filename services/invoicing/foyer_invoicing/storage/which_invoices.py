"""Which invoices: conditions on their rows, which lists and claims of jobs share."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, literal_column, select
from sqlmodel import col

from foyer_invoicing.domain.invoice import InvoiceStatus, ShownStatus
from foyer_invoicing.domain.invoice_filter import InvoiceFilter
from foyer_invoicing.storage.rows import ChargeRow, CollectingRow, CollectionCaseRow, InvoiceRow

IS_OPEN = col(InvoiceRow.status) == literal_column("'open'")
"""A literal, not a parameter: so the plans of prepared statements can use the partial indexes."""

MAY_BECOME_OVERDUE = (
    IS_OPEN
    & col(InvoiceRow.overdue_at).is_(None)
    & col(InvoiceRow.case_id).is_(None)
    & (col(InvoiceRow.collection) == literal_column("'invoice'"))
    & ~col(InvoiceRow.pending)
)

NOT_YET_REMINDED_BEFORE = MAY_BECOME_OVERDUE & col(InvoiceRow.due_soon_at).is_(None)
NOTHING_UNDER_WAY = ~exists().where(col(ChargeRow.invoice_id) == col(InvoiceRow.id), ~col(ChargeRow.settled))
"""No payment of it waits for its day, or for its outcome."""

NOT_YET_REMINDED_AFTER = (
    IS_OPEN
    & col(InvoiceRow.overdue_at).is_not(None)
    & col(InvoiceRow.reminded_at).is_(None)
    & NOTHING_UNDER_WAY
)


def near_due(today: ColumnElement[Any], days: Any) -> tuple[ColumnElement[bool], ...]:
    """Whose due date is so many days ahead or fewer, unless their terms are no longer than that."""
    due_on = col(InvoiceRow.due_on)
    return due_on >= today, due_on <= today + days, has_longer_terms(days)


def has_longer_terms(days: Any) -> ColumnElement[bool]:
    """Whose due date is more than so many days after their own."""
    longer: ColumnElement[bool] = col(InvoiceRow.due_on) > col(InvoiceRow.issued_on) + days
    return longer


def long_due(today: ColumnElement[Any], days: Any) -> ColumnElement[bool]:
    """Whose due date was so many days ago or more."""
    latest: ColumnElement[Any] = today - days
    return col(InvoiceRow.due_on) <= latest


MAY_BECOME_A_CASE = (
    IS_OPEN,
    col(InvoiceRow.overdue_at).is_not(None),
    col(InvoiceRow.case_id).is_(None),
    ~exists().where(col(CollectionCaseRow.invoice_id) == col(InvoiceRow.id)),
    NOTHING_UNDER_WAY,
    ~exists().where(
        col(CollectingRow.invoice_id) == col(InvoiceRow.id), col(CollectingRow.next_at).is_not(None)
    ),
)


def to_open_cases(today: ColumnElement[Any], days: Any) -> tuple[ColumnElement[bool], ...]:
    """Which are overdue for so many days or more, never had a case, and for which no payment is under way or
    planned.
    """
    return *MAY_BECOME_A_CASE, long_due(today, days)


_IS_REFUNDED = (
    (col(InvoiceRow.status) == InvoiceStatus.PAID)
    & (col(InvoiceRow.credited) != 0)
    & (col(InvoiceRow.credited) == col(InvoiceRow.total))
)

_IS_SHOWN = {
    ShownStatus.UNPAID: IS_OPEN & ~col(InvoiceRow.pending) & col(InvoiceRow.overdue_at).is_(None),
    ShownStatus.OVERDUE: IS_OPEN & ~col(InvoiceRow.pending) & col(InvoiceRow.overdue_at).is_not(None),
    ShownStatus.PENDING: IS_OPEN & col(InvoiceRow.pending),
    ShownStatus.REFUNDED: _IS_REFUNDED,
}


def _has_status(status: InvoiceStatus | ShownStatus) -> ColumnElement[bool]:
    if status is InvoiceStatus.OPEN:
        return IS_OPEN
    if isinstance(status, InvoiceStatus):
        return col(InvoiceRow.status) == status
    return _IS_SHOWN.get(status, (col(InvoiceRow.status) == status) & ~_IS_REFUNDED)


def is_chosen(chosen: InvoiceFilter) -> Iterator[ColumnElement[bool]]:
    """What each of them is."""
    if chosen.status is not None:
        yield _has_status(chosen.status)
    if chosen.customer_id is not None:
        yield col(InvoiceRow.customer_id) == chosen.customer_id
    if chosen.subscription_id is not None:
        yield col(InvoiceRow.subscription_id) == chosen.subscription_id
    if chosen.issued_from is not None:
        yield col(InvoiceRow.issued_on) >= chosen.issued_from
    if chosen.issued_until is not None:
        yield col(InvoiceRow.issued_on) <= chosen.issued_until
    if chosen.text:
        line = func.jsonb_array_elements(col(InvoiceRow.lines)).table_valued("value", name="line")
        says = line.c.value.op("->>")("description").icontains(chosen.text, autoescape=True)
        in_a_line = select(literal(1)).select_from(line).where(says).exists()
        yield col(InvoiceRow.number).icontains(chosen.text, autoescape=True) | in_a_line
