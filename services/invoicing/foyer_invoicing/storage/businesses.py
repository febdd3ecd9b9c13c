"""The copies of businesses."""

from datetime import datetime
from typing import Any

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Date, DateTime, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.business import Business, BusinessNotHere
from foyer_invoicing.storage.dunning_due import where_dunning_is_due
from foyer_invoicing.storage.rows import BusinessRow


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

    async def with_dunning_due_for_everyone(self, real: datetime) -> list[Business]:
        """Those where an invoice is overdue and not marked yet, or a reminder, a charge, a collection case or
        a payment plan is due, by their own clock.

        Businesses that are being imported are left out.
        """
        query = select(BusinessRow).where(col(BusinessRow.importing).is_(False)).order_by(BusinessRow.id)
        due = where_dunning_is_due(query, now=_now(real), today=_today(real))
        rows = await self._session.scalars(due)
        return [_business(row) for row in rows]


def _now(real: datetime) -> ColumnElement[Any]:
    """What its clock shows."""
    ahead = func.make_interval(0, 0, 0, 0, 0, 0, col(BusinessRow.clock_offset))
    return literal(real, DateTime(timezone=True)) + ahead


def _today(real: datetime) -> ColumnElement[Any]:
    """The day it is there."""
    return cast(func.timezone(col(BusinessRow.zone), _now(real)), Date)


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
        register_number=row.register_number,
        creditor_id=row.creditor_id,
        bank_account=BankAccount(**row.bank_account) if row.bank_account else None,
        importing=row.importing,
        clock_offset=row.clock_offset,
    )
