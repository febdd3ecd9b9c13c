"""What a quantity costs: flat, per unit, or in tiers; paid ahead, or after it was used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.errors import PricingInvalid, QuantityNotPossible

MOST_TIERS = 20


class BillingScheme(StrEnum):
    """How a quantity becomes an amount."""

    FLAT = "flat"
    """The same whatever the quantity, which is one."""
    PER_UNIT = "per_unit"
    """So much for each seat, or for each unit used."""
    GRADUATED = "graduated"
    """Each tier prices the units that fall into it."""
    VOLUME = "volume"
    """The tier that the whole quantity falls into prices all of it."""


class TaxBehavior(StrEnum):
    """Whether the amount has tax in it."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"
    UNSPECIFIED = "unspecified"


class UsageType(StrEnum):
    """When a quantity is known."""

    LICENSED = "licensed"
    """It is agreed on and paid ahead."""
    METERED = "metered"
    """It is counted over a period and paid after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Up to so many units (None: without end), each for so much, and so much for the tier as a whole."""

    up_to: int | None
    unit_amount: Money
    flat_amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Pricing:
    """The terms of a price. `unit_amount` is that of a flat price or of one unit, and zero with tiers."""

    unit_amount: Money
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    scheme: BillingScheme = BillingScheme.PER_UNIT
    usage_type: UsageType = UsageType.LICENSED
    included_units: int = 0
    """So many units of a metered price cost nothing."""
    tiers: tuple[Tier, ...] = ()

    @property
    def is_metered(self) -> bool:
        """Whether it is paid after it was used."""
        return self.usage_type is UsageType.METERED

    def amount_for(self, quantity: int) -> Money:
        """What so many units cost in a whole interval, without tax unless the price includes it."""
        units = max(0, quantity - self.included_units)
        match self.scheme:
            case BillingScheme.FLAT:
                return self.unit_amount
            case BillingScheme.PER_UNIT:
                return self.unit_amount * units
            case BillingScheme.GRADUATED:
                return self._sum(_graduated(self.tiers, units))
            case BillingScheme.VOLUME:
                return self._sum(_volume(self.tiers, units))

    def _sum(self, parts: Iterator[Money]) -> Money:
        total = self.unit_amount * 0
        for part in parts:
            total += part
        return total


def _graduated(tiers: Sequence[Tier], units: int) -> Iterator[Money]:
    reached = 0
    for tier in tiers:
        if units <= reached:
            return
        ends = units if tier.up_to is None else min(units, tier.up_to)
        yield tier.unit_amount * (ends - reached) + tier.flat_amount
        reached = ends


def _volume(tiers: Sequence[Tier], units: int) -> Iterator[Money]:
    if units:
        tier = next(tier for tier in tiers if tier.up_to is None or units <= tier.up_to)
        yield tier.unit_amount * units + tier.flat_amount


def check_pricing(pricing: Pricing, *, recurring: bool) -> None:
    """Refuses terms that contradict each other, with the field that is wrong."""
    tiered = pricing.scheme in {BillingScheme.GRADUATED, BillingScheme.VOLUME}
    if tiered != bool(pricing.tiers):
        raise PricingInvalid("Tiers belong to a graduated or volume price, which needs some.", field="tiers")
    if tiered and pricing.unit_amount.amount:
        raise PricingInvalid("With tiers, the amounts are those of the tiers.", field="amount")
    if pricing.is_metered and pricing.scheme is BillingScheme.FLAT:
        raise PricingInvalid("What is metered is not priced flat.", field="billing_scheme")
    if pricing.is_metered and not recurring:
        raise PricingInvalid("What is metered is paid at the end of an interval.", field="interval")
    if pricing.included_units and not pricing.is_metered:
        raise PricingInvalid("Units are included in metered prices only.", field="included_units")
    if tiered:
        _check_tiers(pricing.tiers)


def _check_tiers(tiers: Sequence[Tier]) -> None:
    if len(tiers) > MOST_TIERS:
        raise PricingInvalid(f"A price has at most {MOST_TIERS} tiers.", field="tiers")
    *bounded, last = (tier.up_to for tier in tiers)
    if last is not None:
        raise PricingInvalid("The last tier has no end (up_to is null).", field="tiers")
    if None in bounded or any(first >= second for first, second in pairwise((0, *bounded))):  # type: ignore[operator]  # None is ruled out before.
        raise PricingInvalid("Each tier ends (up_to) later than the one before it.", field="tiers")


def check_quantity(pricing: Pricing, quantity: int, *, field: str) -> None:
    """Refuses to count what is not sold by number: a flat price, and one that is metered."""
    counted = pricing.scheme is not BillingScheme.FLAT and not pricing.is_metered
    if quantity < 1 or (quantity != 1 and not counted):
        raise QuantityNotPossible(
            "This price is sold by number." if counted else "The quantity of this price is always one.",
            field=field,
        )
