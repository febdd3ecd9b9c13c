"""Retention offers, and to whom they were shown, stored."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.retention import (
    OfferKind,
    OfferLimit,
    Outcome,
    Presentation,
    RetentionOffer,
)
from foyer_subscriptions.storage.rows import RetentionOffersRow, RetentionPresentationRow


class RetentionOffers:
    """The offers of a business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope) -> tuple[RetentionOffer, ...]:
        """In the order in which they are shown; none unless the business set some."""
        row = await self._session.get(RetentionOffersRow, scope.business_id)
        return tuple(_offer_of(offer) for offer in row.offers) if row else ()

    async def put(self, scope: Scope, offers: Sequence[RetentionOffer]) -> None:
        """From now on these."""
        stored = [asdict(offer) for offer in offers]
        statement = insert(RetentionOffersRow).values(business_id=scope.business_id, offers=stored)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["business_id"], set_={"offers": stored})
        )


class Presentations:
    """The offers that were shown, and what became of them. Whoever writes has locked the subscription."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, scope: Scope, presentation: Presentation) -> None:
        """Store one that was just shown."""
        self._session.add(RetentionPresentationRow(**asdict(presentation), business_id=scope.business_id))
        await self._session.flush()

    async def open_of(self, scope: Scope, subscription_id: str) -> dict[str, Presentation]:
        """Those of a subscription that were neither taken nor declined, by the offer's code."""
        rows = await self._session.scalars(
            select(RetentionPresentationRow)
            .where(
                RetentionPresentationRow.business_id == scope.business_id,
                RetentionPresentationRow.subscription_id == subscription_id,
                RetentionPresentationRow.outcome == Outcome.SHOWN,
            )
            .order_by(col(RetentionPresentationRow.id))
            .execution_options(populate_existing=True)
        )
        return {row.offer: _presentation_of(row) for row in rows}

    async def save(self, scope: Scope, presentation: Presentation) -> None:
        """It was taken or declined, or shown again for another reason."""
        await self._session.execute(
            update(RetentionPresentationRow)
            .where(
                col(RetentionPresentationRow.id) == presentation.id,
                col(RetentionPresentationRow.business_id) == scope.business_id,
            )
            .values(
                outcome=presentation.outcome,
                answered_at=presentation.answered_at,
                reason=presentation.reason,
            )
        )

    async def times_taken(self, scope: Scope, customer_id: str, offer: str, *, since: datetime) -> int:
        """How often the customer has taken this offer since then."""
        query = select(func.count()).where(
            RetentionPresentationRow.business_id == scope.business_id,
            RetentionPresentationRow.customer_id == customer_id,
            RetentionPresentationRow.offer == offer,
            RetentionPresentationRow.outcome == Outcome.ACCEPTED,
            col(RetentionPresentationRow.answered_at) > since,
        )
        return await self._session.scalar(query) or 0

    async def was_extended(self, scope: Scope, subscription_id: str) -> bool:
        """Whether the subscription's trial was extended by an offer."""
        query = select(col(RetentionPresentationRow.id)).where(
            RetentionPresentationRow.business_id == scope.business_id,
            RetentionPresentationRow.subscription_id == subscription_id,
            RetentionPresentationRow.kind == OfferKind.TRIAL_EXTENSION,
            RetentionPresentationRow.outcome == Outcome.ACCEPTED,
        )
        return await self._session.scalar(query.limit(1)) is not None


def _offer_of(stored: dict[str, Any]) -> RetentionOffer:
    return RetentionOffer(
        **stored
        | {
            "kind": OfferKind(stored["kind"]),
            "reasons": tuple(stored["reasons"]),
            "product_ids": tuple(stored["product_ids"]),
            "limit": OfferLimit(**stored["limit"]),
        }
    )


def _presentation_of(row: RetentionPresentationRow) -> Presentation:
    stored = row.model_dump(exclude={"business_id"})
    return Presentation(**stored | {"kind": OfferKind(stored["kind"]), "outcome": Outcome(stored["outcome"])})
