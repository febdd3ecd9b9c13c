"""What is charged or credited for one item of a subscription."""

from dataclasses import dataclass, replace
from datetime import datetime

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.pricing import Pricing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is charged or credited for one item, without tax unless its price includes it."""

    price_id: str
    product_id: str
    description: str
    quantity: int
    pricing: Pricing
    amount: Money
    """Before the discount."""
    discount: Money
    """What comes off: from nothing to all of the amount."""
    proration: tuple[int, int] | None
    """Seconds of so many; None for a whole interval."""
    used: tuple[datetime, datetime] | None = None
    """From when until when it was used, for what is paid after it."""
    period: tuple[datetime, datetime] | None = None
    """What it is for, where that is not the period that begins with it."""
    quote_id: str | None = None
    """The quote that it was shown in, if it is what a change of plan costs."""

    @property
    def due(self) -> Money:
        """What is left of the amount."""
        return self.amount - self.discount

    def credited(self) -> "Line":
        """The same, given back."""
        return replace(self, amount=-self.amount, discount=-self.discount)
