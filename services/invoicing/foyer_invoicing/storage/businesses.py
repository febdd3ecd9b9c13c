"""The copies of businesses."""

from datetime import datetime
from typing import Any

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Date, Integer, case, cast, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.business import Business, BusinessNotHere
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.storage.collecting import UNDER_WAY
from foyer_invoicing.storage.invoices import (
    MAY_BECOME_OVERDUE,
    NOT_YET_REMINDED_AFTER,
    NOT_YET_REMINDED_BEFORE,
    long_due,
    near_due,
)
from foyer_invoicing.storage.rows import BusinessRow, CollectingRow, DunningSettingsRow, InvoiceRow


class Businesses:
    """Reads what is known of businesses; writing is `save_copy`'s."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope) -> Business:
        """The scope's business; raises BusinessNotHere while its event is on its way."""
        row = await self._session.get(BusinessRow, scope.business_id)
        if row is None:
            raise BusinessNotHere("This business is still being set up.")
        return _business(row)

    async def with_invoices_past_due_for_everyone(self, now: datetime) -> list[Business]:
        """Those where an invoice is past its due date, by their own calendar, and not marked yet.

        Businesses that are being imported are left out.
        """
        today = _today(now)
        past_due = (
            select(col(InvoiceRow.id))
            .where(
                col(InvoiceRow.business_id) == col(BusinessRow.id),
                MAY_BECOME_OVERDUE,
                col(InvoiceRow.due_on) < today,
            )
            .exists()
        )
        rows = await self._session.scalars(
            select(BusinessRow)
            .where(col(BusinessRow.importing).is_(False), past_due)
            .order_by(BusinessRow.id)
        )
        return [_business(row) for row in rows]

    async def with_dunning_due_for_everyone(self, now: datetime) -> list[Business]:
        """Those where a reminder is due, or a charge is to be asked for or given up.

        Businesses that are being imported are left out.
        """
        today, of_business = _today(now), col(InvoiceRow.business_id) == col(BusinessRow.id)
        before = _own("remind_before_days", USUAL_DUNNING.remind_before_days)
        after = _own("remind_after_days", USUAL_DUNNING.remind_after_days)
        due_soon = exists().where(of_business, NOT_YET_REMINDED_BEFORE, *near_due(today, before))
        to_remind = exists().where(of_business, NOT_YET_REMINDED_AFTER, long_due(today, after))
        to_collect = exists().where(
            col(CollectingRow.business_id) == col(BusinessRow.id),
            col(CollectingRow.next_at) <= now,
            ~UNDER_WAY,
        )
        rows = await self._session.scalars(
            select(BusinessRow)
            .outerjoin(DunningSettingsRow, col(DunningSettingsRow.business_id) == col(BusinessRow.id))
            .where(col(BusinessRow.importing).is_(False), or_(due_soon, to_remind, to_collect))
            .order_by(BusinessRow.id)
        )
        return [_business(row) for row in rows]


def _today(now: datetime) -> ColumnElement[Any]:
    """The day it is there."""
    return cast(func.timezone(col(BusinessRow.zone), now), Date)


def _own(setting: str, usual: int | None) -> ColumnElement[Any]:
    """What the business wants, or what is usual where it has said nothing."""
    own = DunningSettingsRow.__table__.c
    return case((own.business_id.is_(None), literal(usual, Integer)), else_=own[setting])


def _business(row: BusinessRow) -> Business:
    return Business(
        id=row.id,
        legal_name=row.legal_name,
        number_prefix=row.number_prefix,
        country=row.country,
        currency=row.currency,
        zone=row.zone,
        language=row.language,
        support_email=row.support_email,
        brand_name=row.brand_name,
        brand_accent=row.brand_accent,
        address=Address(**row.address) if row.address else None,
        vat_id=row.vat_id,
        creditor_id=row.creditor_id,
        importing=row.importing,
    )
