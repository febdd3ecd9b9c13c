"""Exchange rates in the database, each business's own."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Date, Select, cast, delete, exists, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.accounting_tax import MissingRate
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.exchange_rate import (
    ExchangeRate,
    ExchangeRateExists,
    ExchangeRateNotFound,
    pair_of,
)
from foyer_invoicing.domain.invoice import LAST_MOMENT
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.rows import CreditNoteRow, ExchangeRateRow, InvoiceRow, PaperRow

ExchangeRatePlace = tuple[date, str]
"""Where a page of the list begins: after the first day and the id of the last row before it."""


class ExchangeRates:
    """Reads and writes exchange rates; none is ever changed, but one may be taken back."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, rate_id: str) -> ExchangeRate:
        """Raises ExchangeRateNotFound."""
        row = await self._session.scalar(_select(scope).where(col(ExchangeRateRow.id) == rate_id))
        if row is None:
            raise ExchangeRateNotFound("There is no such exchange rate.")
        return _rate(row)

    async def find(self, scope: Scope, one: str, other: str, *, on: date) -> ExchangeRate | None:
        """The rate of two currencies that holds on a day."""
        first_day = col(ExchangeRateRow.valid_from)
        query = _select(scope).where(col(ExchangeRateRow.pair) == pair_of(one, other), first_day <= on)
        row = await self._session.scalar(query.order_by(first_day.desc()).limit(1))
        return _rate(row) if row else None

    async def list_missing(self, scope: Scope, business: Business) -> list[MissingRate]:
        """Per currency, for the invoices in another one than the business's that have no rate and find none,
        while a paper with tax of theirs or of their credit notes' is not made.
        """
        subject, currency = col(PaperRow.subject_id), col(InvoiceRow.currency)
        day = _taxed_on(business)
        held = exists().where(
            col(ExchangeRateRow.business_id) == scope.business_id,
            col(ExchangeRateRow.from_currency).in_((currency, business.currency)),
            col(ExchangeRateRow.to_currency).in_((currency, business.currency)),
            col(ExchangeRateRow.valid_from) <= day,
        )
        query = (
            select(currency, func.min(day), func.count(col(InvoiceRow.id).distinct()))
            .select_from(PaperRow)
            .outerjoin(CreditNoteRow, col(CreditNoteRow.id) == subject)
            .join(InvoiceRow, col(InvoiceRow.id) == func.coalesce(col(CreditNoteRow.invoice_id), subject))
            .where(
                owned_by(scope, PaperRow),
                col(PaperRow.made_at).is_(None),
                func.coalesce(col(CreditNoteRow.tax), col(InvoiceRow.tax)) != 0,
                currency != business.currency,
                col(InvoiceRow.exchange_rate).is_(None),
                ~held,
            )
            .group_by(currency)
            .order_by(currency)
        )
        found = await self._session.execute(query)
        return [MissingRate(code, business.currency, first, count) for code, first, count in found]

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: ExchangeRatePlace | None = None,
        currency: str | None = None,
    ) -> list[ExchangeRate]:
        """The newest first, beginning after a place; of a currency, those from it and those to it."""
        first_day, rate_id = col(ExchangeRateRow.valid_from), col(ExchangeRateRow.id)
        query = _select(scope).order_by(first_day.desc(), rate_id.desc()).limit(limit)
        if currency is not None:
            from_it = col(ExchangeRateRow.from_currency) == currency
            query = query.where(or_(from_it, col(ExchangeRateRow.to_currency) == currency))
        if after is not None:
            query = query.where(tuple_(first_day, rate_id) < after)
        return [_rate(row) for row in await self._session.scalars(query)]

    async def add(self, rate: ExchangeRate) -> None:
        """Raises ExchangeRateExists, whichever of the two currencies comes first."""
        added = await self._session.scalar(
            insert(ExchangeRateRow)
            .values(
                id=rate.id,
                business_id=rate.business_id,
                pair=pair_of(rate.from_currency, rate.to_currency),
                from_currency=rate.from_currency,
                to_currency=rate.to_currency,
                rate=rate.rate,
                valid_from=rate.valid_from,
                source=rate.source,
            )
            .on_conflict_do_nothing(index_elements=["business_id", "pair", "valid_from"])
            .returning(col(ExchangeRateRow.id))
        )
        if added is None:
            raise ExchangeRateExists(
                "You have a rate of these currencies from this day on. Begin another one on another day.",
                field="valid_from",
            )

    async def delete(self, rate: ExchangeRate) -> None:
        """For the days to come; invoices have copies."""
        await self._session.execute(delete(ExchangeRateRow).where(col(ExchangeRateRow.id) == rate.id))


def exchange_rate_as_stored(rate: ExchangeRate | None) -> dict[str, Any] | None:
    """As an invoice keeps it; None for one that needs none, or waits for it."""
    if rate is None:
        return None
    return {**asdict(rate), "rate": str(rate.rate), "valid_from": rate.valid_from.isoformat()}


def exchange_rate_from_stored(stored: Mapping[str, Any] | None) -> ExchangeRate | None:
    """The rate again."""
    if stored is None:
        return None
    first_day = date.fromisoformat(stored["valid_from"])
    return ExchangeRate(**{**stored, "rate": Decimal(stored["rate"]), "valid_from": first_day})


def _taxed_on(business: Business) -> ColumnElement[date]:
    """What `taxed_on` says of an invoice; one without a period has no last day, which `least` leaves out."""
    ends = func.timezone(business.zone, col(InvoiceRow.period_end) - LAST_MOMENT)
    return func.least(cast(ends, Date), col(InvoiceRow.issued_on))


def _select(scope: Scope) -> Select[ExchangeRateRow]:
    return select(ExchangeRateRow).where(col(ExchangeRateRow.business_id) == scope.business_id)


def _rate(row: ExchangeRateRow) -> ExchangeRate:
    return ExchangeRate(
        id=row.id,
        business_id=row.business_id,
        from_currency=row.from_currency,
        to_currency=row.to_currency,
        rate=row.rate,
        valid_from=row.valid_from,
        source=row.source,
    )
