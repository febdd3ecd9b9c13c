"""Value-added tax: how things are taxed, and the tax on an amount."""

from decimal import Decimal
from enum import StrEnum

from foyer_shared.basics.money import Money

_HUNDREDTHS_IN_WHOLE = 100 * 100


class TaxClass(StrEnum):
    """How a product is taxed."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


class TaxBehavior(StrEnum):
    """Whether an amount has its tax in it, or the tax comes on top."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


class TaxCategory(StrEnum):
    """Why a line is taxed as it is (EN 16931, BT-151)."""

    STANDARD = "standard"
    """At a rate above zero, a reduced one too: S."""
    ZERO = "zero"
    """Taxable, at no rate: Z."""
    EXEMPT = "exempt"
    """Not taxed because of what it is: E."""
    REVERSE_CHARGE = "reverse_charge"
    """The buyer accounts for it: AE."""
    OUTSIDE_SCOPE = "outside_scope"
    """Sold where no tax of ours is known: O."""


def tax_on(amount: Money, percent: Decimal) -> Money:
    """The tax that comes on top of an amount, rounded to the minor unit, halves away from zero."""
    return amount.share(int(percent * 100), _HUNDREDTHS_IN_WHOLE)


def tax_within(amount: Money, percent: Decimal) -> Money:
    """The tax that an amount has in it, rounded in the same way."""
    hundredths = int(percent * 100)
    return amount.share(hundredths, _HUNDREDTHS_IN_WHOLE + hundredths)
