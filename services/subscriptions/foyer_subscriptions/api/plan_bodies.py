"""What comes in at the doors of plan changes."""

from typing import Annotated, Literal

from foyer_shared.http.models import Body, showing
from pydantic import Field

from foyer_subscriptions.api import examples
from foyer_subscriptions.domain.plan import ChangeTiming
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange

Id = Annotated[str, Field(min_length=1, max_length=60)]


class QuoteBody(Body):
    """Another price, another quantity, a promotion code, or some of them together; `item` is the price of the
    item that changes.
    """

    model_config = showing(examples.QUOTE, examples.MORE_SEATS)

    price_id: Id | None = None
    quantity: Annotated[int, Field(ge=-(2**31), lt=2**31)] | None = None
    item: Id | None = None
    when: ChangeTiming | None = None
    promotion_code: Annotated[str, Field(min_length=1, max_length=100)] | None = None

    @property
    def asked(self) -> AskedChange:
        """The same, for the use case."""
        return AskedChange(
            price_id=self.price_id,
            quantity=self.quantity,
            item=self.item,
            when=self.when,
            promotion_code=self.promotion_code,
        )


class BusinessQuoteBody(QuoteBody):
    """A quote for the business itself, or one that staff make for the customer: then the policy binds."""

    requested_by: Literal[PausedBy.CUSTOMER, PausedBy.BUSINESS] = PausedBy.BUSINESS


class ConfirmBody(Body):
    """The quote that was shown."""

    model_config = showing(examples.QUOTED_CHANGE)

    quote: Id
