"""What the clock of a row's business shows, in a query over the rows of all businesses."""

from datetime import datetime

from sqlalchemy import ColumnElement, DateTime, func, literal
from sqlmodel import col

from foyer_payments.storage.rows import BusinessRow


def business_now(real: datetime) -> ColumnElement[datetime]:
    """Of the business that the query has joined."""
    ahead = func.make_interval(0, 0, 0, 0, 0, 0, col(BusinessRow.clock_offset))
    now: ColumnElement[datetime] = literal(real, DateTime(timezone=True)) + ahead
    return now
