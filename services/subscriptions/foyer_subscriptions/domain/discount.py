"""The discount of a subscription: a coupon that was given, and which of its periods it reaches."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain.coupon import Coupon, Duration, PromotionCode, Reduction
from foyer_subscriptions.domain.periods import Interval, boundary


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """One of a subscription at a time. Its time runs from the first charged period that has it, so that a
    trial takes nothing from it.
    """

    id: str
    coupon_id: str
    name: str
    reduction: Reduction
    duration: Duration
    duration_in_months: int | None
    given_at: datetime
    promotion_code_id: str | None = None
    code: str | None = None
    began_at: datetime | None = None
    ends_at: datetime | None = None
    """No period that begins from then on has it; None while that is open."""

    def reaches(self, begins: datetime) -> bool:
        """Whether a charged period that begins then has it."""
        if self.began_at is None:
            return True
        match self.duration:
            case Duration.ONCE:
                return False
            case Duration.REPEATING:
                return self.ends_at is not None and begins < self.ends_at
            case Duration.FOREVER:
                return True

    def at_period(self, begins: datetime, ends: datetime, *, zone: ZoneInfo) -> "Discount | None":
        """It once this charged period has begun; None if it is over by then."""
        if not self.reaches(begins):
            return None
        if self.began_at is not None:
            return self
        return replace(self, began_at=begins, ends_at=self._end(begins, ends, zone))

    def _end(self, begins: datetime, ends: datetime, zone: ZoneInfo) -> datetime | None:
        match self.duration:
            case Duration.ONCE:
                return ends
            case Duration.REPEATING:
                last = boundary(begins, Interval.MONTH, self.duration_in_months or 0, zone).astimezone(zone)
                # From the day's beginning: an hour that daylight saving moves is not one more period.
                return datetime.combine(last.date(), time(), zone).astimezone(begins.tzinfo)
            case Duration.FOREVER:
                return None


def new_discount(coupon: Coupon, promotion: PromotionCode | None, *, now: datetime) -> Discount:
    """A coupon, given now; its terms are kept as they are."""
    return Discount(
        id=new_id("dis"),
        coupon_id=coupon.id,
        name=coupon.name,
        reduction=coupon.reduction,
        duration=coupon.duration,
        duration_in_months=coupon.duration_in_months,
        given_at=now,
        promotion_code_id=promotion.id if promotion else None,
        code=promotion.code if promotion else None,
    )
