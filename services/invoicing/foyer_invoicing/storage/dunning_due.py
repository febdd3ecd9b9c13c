"""Which businesses have something due: late invoices, reminders, charges, collection cases, payment plans."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, exists, literal, or_
from sqlmodel import col

from foyer_invoicing.domain.collection_settings import CaseOpening
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.storage.collecting import WAITS
from foyer_invoicing.storage.collection_cases import IS_OPEN, NOTHING_LEFT, goes_on_by
from foyer_invoicing.storage.payment_plans import GOES_ON
from foyer_invoicing.storage.rows import (
    BusinessRow,
    CollectingRow,
    CollectionCaseRow,
    CollectionSettingsRow,
    DunningSettingsRow,
    InvoiceRow,
    PaymentPlanRow,
)
from foyer_invoicing.storage.which_invoices import (
    MAY_BECOME_OVERDUE,
    NOT_YET_REMINDED_AFTER,
    NOT_YET_REMINDED_BEFORE,
    long_due,
    near_due,
    to_open_cases,
)


def where_dunning_is_due(
    businesses: Select[BusinessRow], *, now: datetime | ColumnElement[datetime], today: ColumnElement[Any]
) -> Select[BusinessRow]:
    """Those of the selected businesses, by the moment and the day that it is there."""
    return (
        businesses.outerjoin(DunningSettingsRow, col(DunningSettingsRow.business_id) == col(BusinessRow.id))
        .outerjoin(CollectionSettingsRow, col(CollectionSettingsRow.business_id) == col(BusinessRow.id))
        .where(or_(_overdue(today), *_reminders(today), _charges(now), *_cases(today), _plans(today)))
    )


def _overdue(today: ColumnElement[Any]) -> ColumnElement[bool]:
    of_business = col(InvoiceRow.business_id) == col(BusinessRow.id)
    return exists().where(of_business, MAY_BECOME_OVERDUE, col(InvoiceRow.due_on) < today)


def _reminders(today: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    of_business = col(InvoiceRow.business_id) == col(BusinessRow.id)
    before = _own("remind_before_days", USUAL_DUNNING.remind_before_days)
    after = _own("remind_after_days", USUAL_DUNNING.remind_after_days)
    return (
        exists().where(of_business, NOT_YET_REMINDED_BEFORE, *near_due(today, before)),
        exists().where(of_business, NOT_YET_REMINDED_AFTER, long_due(today, after)),
    )


def _charges(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    of_business = col(CollectingRow.business_id) == col(BusinessRow.id)
    return exists().where(of_business, col(CollectingRow.next_at) <= now, ~WAITS)


def _cases(today: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    of_business = col(CollectionCaseRow.business_id) == col(BusinessRow.id)
    overdue = to_open_cases(today, col(CollectionSettingsRow.open_after_days))
    return (
        exists().where(of_business, goes_on_by(today)),
        exists().where(of_business, IS_OPEN, NOTHING_LEFT),
        and_(
            col(CollectionSettingsRow.opening) == CaseOpening.AUTOMATIC,
            exists().where(col(InvoiceRow.business_id) == col(BusinessRow.id), *overdue),
        ),
    )


def _plans(today: ColumnElement[Any]) -> ColumnElement[bool]:
    of_business = col(PaymentPlanRow.business_id) == col(BusinessRow.id)
    return exists().where(of_business, GOES_ON, col(PaymentPlanRow.next_on) <= today)


def _own(setting: str, usual: int | None) -> ColumnElement[Any]:
    """What the business wants, or what is usual where it has said nothing."""
    own = DunningSettingsRow.__table__.c
    return case((own.business_id.is_(None), literal(usual, Integer)), else_=own[setting])
