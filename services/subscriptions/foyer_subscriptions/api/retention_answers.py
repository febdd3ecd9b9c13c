"""How retention offers look from outside."""

from collections.abc import Sequence

from foyer_shared.http.models import Answer, Moment

from foyer_subscriptions.api.discount_answers import DiscountAnswer, NextChargeAnswer
from foyer_subscriptions.domain.retention import OfferKind, RetentionOffer
from foyer_subscriptions.use_cases.find_retention_offers import OpenOffer


class LimitAnswer(Answer):
    """So often a customer can take it in so many months."""

    times: int
    months: int


class RetentionOfferAnswer(Answer):
    """Another way than to cancel, as the business set it."""

    code: str
    kind: str
    label: str | None
    reasons: list[str]
    applies_to: list[str]
    limit: LimitAnswer
    coupon: str | None
    days: int | None

    @classmethod
    def of(cls, offer: RetentionOffer) -> "RetentionOfferAnswer":
        return cls(
            code=offer.code,
            kind=offer.kind,
            label=offer.label,
            reasons=list(offer.reasons),
            applies_to=list(offer.product_ids),
            limit=LimitAnswer(times=offer.limit.times, months=offer.limit.months),
            coupon=offer.coupon_id,
            days=offer.days,
        )


class RetentionOffersAnswer(Answer):
    """The offers, in their order."""

    offers: list[RetentionOfferAnswer]

    @classmethod
    def of(cls, offers: Sequence[RetentionOffer]) -> "RetentionOffersAnswer":
        return cls(offers=[RetentionOfferAnswer.of(offer) for offer in offers])


class OpenOfferAnswer(Answer):
    """An offer that can be taken now, with what the subscription would be then."""

    code: str
    kind: str
    label: str | None
    days: int | None
    trial_ends_at: Moment | None
    """When a longer trial would end."""
    discount: DiscountAnswer | None
    next_charge: NextChargeAnswer | None

    @classmethod
    def of(cls, one: OpenOffer) -> "OpenOfferAnswer":
        longer = one.offer.kind is OfferKind.TRIAL_EXTENSION
        gives = one.offer.kind is OfferKind.COUPON
        return cls(
            code=one.offer.code,
            kind=one.offer.kind,
            label=one.offer.label,
            days=one.offer.days,
            trial_ends_at=one.after.trial_ends_at if longer else None,
            discount=DiscountAnswer.on(one.after) if gives else None,
            next_charge=NextChargeAnswer.on(one.after),
        )


class OpenOffersAnswer(Answer):
    """The offers to show, which may be none."""

    offers: list[OpenOfferAnswer]
