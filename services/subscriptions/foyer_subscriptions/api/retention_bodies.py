"""What comes in at the doors of retention offers."""

from typing import Annotated

from foyer_shared.http.models import Body, showing
from pydantic import Field

from foyer_subscriptions.api import examples
from foyer_subscriptions.api.bodies import Name
from foyer_subscriptions.domain.retention import MOST_OFFERS, OfferKind, OfferLimit, RetentionOffer

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class LimitBody(Body):
    """So often a customer can take it in so many months."""

    times: Annotated[int, Field(ge=1, le=100)] = 1
    months: Annotated[int, Field(ge=1, le=120)] = 12


class RetentionOfferBody(Body):
    """Another way than to cancel: `coupon` is the id of one, `days` those of a longer trial.

    Without `reasons` or `applies_to` (products) it is for all of them.
    """

    code: Code
    kind: OfferKind
    label: Name | None = None
    reasons: Annotated[list[Code], Field(max_length=20)] = Field(default_factory=list)
    applies_to: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
    limit: LimitBody = LimitBody()
    coupon: Annotated[str, Field(max_length=100)] | None = None
    days: Annotated[int, Field(ge=1, le=90)] | None = None

    @property
    def offer(self) -> RetentionOffer:
        """The same, for the domain."""
        return RetentionOffer(
            code=self.code,
            kind=self.kind,
            label=self.label,
            reasons=tuple(dict.fromkeys(self.reasons)),
            product_ids=tuple(dict.fromkeys(self.applies_to)),
            limit=OfferLimit(times=self.limit.times, months=self.limit.months),
            coupon_id=self.coupon,
            days=self.days,
        )


class RetentionOffersBody(Body):
    """The offers, in the order in which they are shown; none for an empty list."""

    model_config = showing(examples.RETENTION_OFFERS)

    offers: Annotated[list[RetentionOfferBody], Field(max_length=MOST_OFFERS)]


class CancelReasonBody(Body):
    """Why it is about to be canceled; None if nothing was said."""

    model_config = showing(examples.CANCEL_REASON)

    reason: Annotated[str, Field(max_length=40)] | None = None
