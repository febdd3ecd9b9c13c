"""What comes off a line, or off a whole order."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.rounding import rounded

_ALL = 100
_DECIMALS = 2


class DiscountAmbiguous(Invalid):
    """A percentage and an amount, or neither of the two."""

    code = "discount_ambiguous"


class DiscountOutOfRange(Invalid):
    """Nothing or less, or more than all of it."""

    code = "discount_out_of_range"


class DiscountAboveLine(Invalid):
    """More than the line comes to."""

    code = "discount_above_line"


class DiscountAboveOrder(Invalid):
    """More than the lines of the order come to."""

    code = "discount_above_order"


@dataclass(frozen=True, slots=True)
class Discount:
    """So much in percent, or so many minor units, of an amount as it was asked: with its tax or without."""

    percent: Decimal | None = None
    amount: int | None = None

    def of(self, whole: Money, *, above: type[Invalid], field: str) -> Money:
        """What comes off. Raises DiscountAmbiguous, DiscountOutOfRange and `above`."""
        if (self.percent is None) is (self.amount is None):
            raise DiscountAmbiguous("Give a percentage or an amount, one of the two.", field=field)
        if self.percent is not None:
            if not 0 < self.percent <= _ALL or self.percent != round(self.percent, _DECIMALS):
                raise DiscountOutOfRange(
                    "A discount is above 0 and up to 100 percent, with two decimals at most.",
                    field=f"{field}.percent",
                )
            return Money(rounded(whole.amount * Fraction(self.percent) / _ALL), whole.currency)
        off = Money(self.amount or 0, whole.currency)
        if off.amount <= 0:
            raise DiscountOutOfRange("A discount is above zero.", field=f"{field}.amount")
        if whole < off:
            raise above(f"At most {whole.amount} can come off.", field=f"{field}.amount")
        return off


@dataclass(frozen=True, slots=True)
class WholeDiscount:
    """What has come off all lines of an order together, and as which percentage, where it was one."""

    amount: Money
    percent: Decimal | None
