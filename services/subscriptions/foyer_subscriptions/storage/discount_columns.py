"""Discounts and what they take off as pieces of JSON, and back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.clock import to_rfc3339
from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.coupon import Duration, Reduction
from foyer_subscriptions.domain.discount import Discount

_MOMENTS = ("given_at", "began_at", "ends_at")


def reduction_columns(reduction: Reduction) -> dict[str, Any]:
    """What comes off, as it is stored."""
    return {**asdict(reduction), "product_ids": list(reduction.product_ids)}


def reduction_of(stored: dict[str, Any]) -> Reduction:
    """What comes off."""
    off = stored["amount_off"]
    return Reduction(
        hundredths_off=stored["hundredths_off"],
        amount_off=Money(**off) if off else None,
        product_ids=tuple(stored["product_ids"]),
    )


def discount_columns(discount: Discount) -> dict[str, Any]:
    """A discount as it is stored with its subscription: with the coupon's terms as they were given."""
    moments = {name: getattr(discount, name) for name in _MOMENTS}
    return {
        **asdict(discount),
        **{name: to_rfc3339(moment) if moment else None for name, moment in moments.items()},
        "reduction": reduction_columns(discount.reduction),
    }


def discount_of(stored: dict[str, Any]) -> Discount:
    """The discount again."""
    moments = {name: stored[name] for name in _MOMENTS}
    return Discount(
        **stored
        | {name: datetime.fromisoformat(moment) if moment else None for name, moment in moments.items()}
        | {"reduction": reduction_of(stored["reduction"]), "duration": Duration(stored["duration"])}
    )
