"""Quotes for changes of plan, stored."""

from datetime import timedelta

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.next_charge import NextCharge
from foyer_subscriptions.domain.plan_errors import QuoteNotFound
from foyer_subscriptions.domain.quote import PlanQuote
from foyer_subscriptions.domain.subscription import PausedBy, PlannedChange, Subscription
from foyer_subscriptions.storage.plans import plan_as_stored, plan_from_stored
from foyer_subscriptions.storage.rows import PlanQuoteRow


class Quotes:
    """The quotes that were made for subscriptions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, quote: PlanQuote) -> None:
        """Store a new one."""
        self._session.add(
            PlanQuoteRow(
                id=quote.id,
                business_id=quote.business_id,
                customer_id=quote.customer_id,
                subscription_id=quote.subscription_id,
                subscription_version=quote.subscription_version,
                requested_by=quote.requested_by,
                plan=plan_as_stored(quote.plan),
                effective_at=quote.effective_at,
                at_period_end=quote.at_period_end,
                must_be_paid_first=quote.must_be_paid_first,
                ends_trial=quote.ends_trial,
                next_at=quote.next.at if quote.next else None,
                next_amount=quote.next.amount.amount if quote.next else None,
                next_discount=quote.next.discount.amount if quote.next else None,
                quoted_at=quote.quoted_at,
                expires_at=quote.expires_at,
                used_at=quote.used_at,
            )
        )
        await self._session.flush()

    async def get(self, scope: Scope, quote_id: str, subscription: Subscription) -> PlanQuote:
        """A quote for this subscription; whoever holds the subscription's lock may use it."""
        row = await self._session.scalar(
            select(PlanQuoteRow)
            .where(
                PlanQuoteRow.id == quote_id,
                PlanQuoteRow.business_id == scope.business_id,
                PlanQuoteRow.customer_id == subscription.customer_id,
                PlanQuoteRow.subscription_id == subscription.id,
            )
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise QuoteNotFound("There is no such quote for this subscription.", field="quote")
        return _quote(row)

    async def save(self, quote: PlanQuote) -> None:
        """Write what can change of one: that it was used."""
        await self._session.execute(
            update(PlanQuoteRow).where(col(PlanQuoteRow.id) == quote.id).values(used_at=quote.used_at)
        )

    async def forget_for_everyone(self, kept: timedelta, *, limit: int) -> int:
        """Delete those recorded so long ago in real time, whatever a business's clock says; how many."""
        old = (
            select(col(PlanQuoteRow.id))
            .where(col(PlanQuoteRow.recorded_at) < func.now() - kept)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        gone = await self._session.execute(
            delete(PlanQuoteRow)
            .where(col(PlanQuoteRow.id).in_(old))
            .returning(col(PlanQuoteRow.id))
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _quote(row: PlanQuoteRow) -> PlanQuote:
    plan = plan_from_stored(row.plan)
    return PlanQuote(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        subscription_id=row.subscription_id,
        subscription_version=row.subscription_version,
        requested_by=PausedBy(row.requested_by),
        plan=plan,
        effective_at=row.effective_at,
        at_period_end=row.at_period_end,
        must_be_paid_first=row.must_be_paid_first,
        ends_trial=row.ends_trial,
        next=_next(row, plan),
        quoted_at=row.quoted_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


def _next(row: PlanQuoteRow, plan: PlannedChange) -> NextCharge | None:
    if row.next_at is None:
        return None
    currency = plan.amount.currency
    # A quote of the version before does not know it.
    amount = plan.amount if row.next_amount is None else Money(row.next_amount, currency)
    return NextCharge(row.next_at, amount, Money(row.next_discount or 0, currency))
