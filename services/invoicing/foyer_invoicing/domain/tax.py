"""Value-added tax: how things are taxed, and the tax on an amount."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.rounding import rounded


class TaxClass(StrEnum):
    """How a product is taxed."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


class Supply(StrEnum):
    """What is handed over: things that are sent, or anything else, software and files among it."""

    GOODS = "goods"
    SERVICES = "services"


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
    INTRA_COMMUNITY = "intra_community"
    """Goods to a company in another member state, which accounts for their acquisition: K."""
    EXPORT = "export"
    """Goods that leave the countries whose tax the business charges: G."""
    OUTSIDE_SCOPE = "outside_scope"
    """Sold where the business charges no tax, or by one that charges none at all: O."""


def exact_tax(amount: Money, percent: Decimal, behavior: TaxBehavior) -> Fraction:
    """What is on top of an amount, or in it, in minor units that are not rounded yet."""
    rate = Fraction(percent) / 100
    return amount.amount * (rate / (1 + rate) if behavior is TaxBehavior.INCLUSIVE else rate)


def tax_within(amount: Money, percent: Decimal) -> Money:
    """The tax that an amount has in it, rounded by itself."""
    return Money(rounded(exact_tax(amount, percent, TaxBehavior.INCLUSIVE)), amount.currency)
