"""Rates of tax in the database: the published ones, which all businesses share, and each business's own."""

from datetime import date

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Select, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.domain.tax_rate import TaxRate, TaxRateNotFound
from foyer_invoicing.storage.rows import TaxRateRow

RatePlace = tuple[str, str, date, str]
"""Where a page of the list begins: after the country, class, first day and id of the last row before it."""

_IN_ORDER = (
    col(TaxRateRow.country),
    col(TaxRateRow.tax_class),
    col(TaxRateRow.valid_from),
    col(TaxRateRow.id),
)


class TaxRates:
    """Reads and writes rates."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_country(self, scope: Scope, country: str) -> CountryRates:
        """All that the business goes by in a country, in one query."""
        rows = await self._session.scalars(_select(scope).where(col(TaxRateRow.country) == country))
        return CountryRates.of(_rate(row) for row in rows)

    async def get(self, scope: Scope, rate_id: str) -> TaxRate:
        """Raises TaxRateNotFound."""
        row = await self._session.scalar(_select(scope).where(col(TaxRateRow.id) == rate_id))
        if row is None:
            raise TaxRateNotFound("There is no such tax rate.")
        return _rate(row)

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: RatePlace | None = None,
        country: str | None = None,
        tax_class: TaxClass | None = None,
        on: date | None = None,
    ) -> list[TaxRate]:
        """By country, class and first day, beginning after a place; of a day, those that hold on it."""
        query = _select(scope).order_by(*_IN_ORDER).limit(limit)
        if country is not None:
            query = query.where(col(TaxRateRow.country) == country)
        if tax_class is not None:
            query = query.where(col(TaxRateRow.tax_class) == tax_class)
        if on is not None:
            until = col(TaxRateRow.valid_until)
            query = query.where(col(TaxRateRow.valid_from) <= on, or_(until.is_(None), until >= on))
        if after is not None:
            query = query.where(tuple_(*_IN_ORDER) > after)
        return [_rate(row) for row in await self._session.scalars(query)]

    async def list_own_for_update(self, scope: Scope, country: str, tax_class: TaxClass) -> list[TaxRate]:
        """The business's own of a country and class. Whoever asks next waits until the end of this work, also
        while there is none yet.
        """
        lock = f"{scope.business_id} {country} {tax_class}"
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(lock, 0))))
        rows = await self._session.scalars(
            select(TaxRateRow).where(
                col(TaxRateRow.business_id) == scope.business_id,
                col(TaxRateRow.country) == country,
                col(TaxRateRow.tax_class) == tax_class,
            )
        )
        return [_rate(row) for row in rows]

    async def add(self, rate: TaxRate) -> None:
        """Write a business's own."""
        await self._session.execute(
            insert(TaxRateRow).values(
                id=rate.id,
                business_id=rate.business_id,
                country=rate.country,
                tax_class=rate.tax_class,
                percent=rate.percent,
                valid_from=rate.valid_from,
                valid_until=rate.valid_until,
                source=rate.source,
            )
        )

    async def save(self, rate: TaxRate) -> None:
        """Write what can change of one: its last day."""
        await self._session.execute(
            update(TaxRateRow)
            .where(col(TaxRateRow.id) == rate.id)
            .values(valid_until=rate.valid_until)
            .execution_options(synchronize_session=False)
        )


def _select(scope: Scope) -> Select[TaxRateRow]:
    return select(TaxRateRow).where(_within(scope))


def _within(scope: Scope) -> ColumnElement[bool]:
    owner = col(TaxRateRow.business_id)
    return or_(owner.is_(None), owner == scope.business_id)


def _rate(row: TaxRateRow) -> TaxRate:
    return TaxRate(
        id=row.id,
        business_id=row.business_id,
        country=row.country,
        tax_class=TaxClass(row.tax_class),
        percent=row.percent.normalize() + 0,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
    )
