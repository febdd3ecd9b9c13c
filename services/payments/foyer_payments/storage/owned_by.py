"""What a scope may touch, as a condition."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from foyer_payments.storage.rows import OwnedRow


def owned_by(scope: Scope, row: type[OwnedRow]) -> ColumnElement[bool]:
    """The rows of the scope's customer, or of all the business's customers when it names none."""
    of_business = col(row.business_id) == scope.business_id
    if scope.customer_id is None:
        return of_business
    return and_(of_business, col(row.customer_id) == scope.customer_id)
