"""Other ways than to cancel: which a business offers, for what, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.periods import Interval, boundary
from foyer_subscriptions.domain.retention_errors import RetentionOfferInvalid, RetentionOffersNotDistinct
from foyer_subscriptions.domain.subscription import Subscription

MOST_OFFERS = 10


class OfferKind(StrEnum):
    """What is offered."""

    COUPON = "coupon"
    """A discount, which is given at once."""
    TRIAL_EXTENSION = "trial_extension"
    """More days of trial, which are given at once, and once to a subscription."""
    PAUSE = "pause"
    """Its page asks for the dates."""
    PLAN = "plan"
    """A smaller plan; its page shows what there is."""
    CONTACT = "contact"
    """To talk about it."""

    @property
    def is_given_at_once(self) -> bool:
        """Whether taking it is all there is to do."""
        return self in {OfferKind.COUPON, OfferKind.TRIAL_EXTENSION}


class Outcome(StrEnum):
    """What became of an offer that was shown."""

    SHOWN = "shown"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class OfferLimit:
    """So often a customer can take an offer in so many months."""

    times: int = 1
    months: int = 12

    def counts_since(self, now: datetime, zone: ZoneInfo) -> datetime:
        """What was taken from then on counts."""
        return boundary(now, Interval.MONTH, -self.months, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionOffer:
    """One of the ways; `code` is the business's name for it, by which its limit is counted.

    Without reasons or products it is for all of them. `label` takes the place of Foyer's words.
    """

    code: str
    kind: OfferKind
    label: str | None = None
    reasons: tuple[str, ...] = ()
    product_ids: tuple[str, ...] = ()
    limit: OfferLimit = OfferLimit()
    coupon_id: str | None = None
    days: int | None = None

    def is_for(self, subscription: Subscription, reason: str | None) -> bool:
        """Whether it is meant for whoever cancels this for this reason; None if they gave none."""
        products = {item.product_id for item in subscription.items}
        for_product = not self.product_ids or bool(products & set(self.product_ids))
        return for_product and (not self.reasons or reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """An offer that was shown to the customer of a subscription."""

    id: str
    subscription_id: str
    customer_id: str
    offer: str
    kind: OfferKind
    reason: str | None
    shown_at: datetime
    outcome: Outcome = Outcome.SHOWN
    answered_at: datetime | None = None


_NEEDS = {OfferKind.COUPON: "coupon_id", OfferKind.TRIAL_EXTENSION: "days"}


def checked_offers(offers: Sequence[RetentionOffer]) -> tuple[RetentionOffer, ...]:
    """The same, each once, and each with what its kind needs and nothing else."""
    if len({offer.code for offer in offers}) < len(offers):
        raise RetentionOffersNotDistinct("Each code may be in the list once.", field="offers.code")
    for offer in offers:
        for kind, name in _NEEDS.items():
            if (getattr(offer, name) is not None) != (offer.kind is kind):
                field = name.removesuffix("_id")
                raise RetentionOfferInvalid(
                    f"An offer of a {kind.replace('_', ' ')} has {field}, and no other one has.",
                    field=f"offers.{field}",
                )
    return tuple(offers)
