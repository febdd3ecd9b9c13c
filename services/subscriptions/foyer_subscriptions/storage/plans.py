"""Lines, planned changes and planned prices as plain columns, and back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeDue, PlanChangeKind
from foyer_subscriptions.domain.subscription import PlannedChange, PlannedPrice
from foyer_subscriptions.storage.discount_columns import discount_columns, discount_of
from foyer_subscriptions.storage.items import item_columns, item_of, pricing_columns, pricing_of


def lines_as_stored(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Each with the terms that it was reckoned with."""
    return [
        {
            "price_id": line.price_id,
            "product_id": line.product_id,
            "description": line.description,
            "quantity": line.quantity,
            "pricing": pricing_columns(line.pricing),
            "amount": line.amount.amount,
            "discount": line.discount.amount,
            "currency": line.amount.currency,
            "proration": line.proration,
            "period": [moment.isoformat() for moment in line.period] if line.period else None,
            "quote_id": line.quote_id,
            "used": [moment.isoformat() for moment in line.used] if line.used else None,
        }
        for line in lines
    ]


def lines_from_stored(stored: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines again."""
    return tuple(
        Line(
            price_id=line["price_id"],
            product_id=line["product_id"],
            description=line["description"],
            quantity=line["quantity"],
            pricing=pricing_of(line["pricing"]),
            amount=Money(line["amount"], line["currency"]),
            discount=Money(line["discount"], line["currency"]),
            proration=(line["proration"][0], line["proration"][1]) if line["proration"] else None,
            period=_period(line["period"]),
            quote_id=line["quote_id"],
            # None in what was stored before it was kept.
            used=_period(line.get("used")),
        )
        for line in stored
    )


def _period(stored: list[str] | None) -> tuple[datetime, datetime] | None:
    if stored is None:
        return None
    begins, ends = (datetime.fromisoformat(moment) for moment in stored)
    return begins, ends


def plan_as_stored(plan: PlannedChange) -> dict[str, Any]:
    """A planned change as one piece of JSON."""
    return {
        "quote_id": plan.quote_id,
        "kind": plan.kind,
        "replaces": [item_columns(item) for item in plan.replaces],
        "items": [item_columns(item) for item in plan.items],
        "interval": plan.interval,
        "interval_count": plan.interval_count,
        "lines": lines_as_stored(plan.lines),
        "due": plan.due,
        "begins_period": plan.begins_period,
        "lapses_at": plan.lapses_at.isoformat() if plan.lapses_at else None,
        "discount": discount_columns(plan.discount) if plan.discount else None,
    }


def plan_from_stored(stored: Mapping[str, Any]) -> PlannedChange:
    """The planned change again."""
    return PlannedChange(
        quote_id=stored["quote_id"],
        kind=PlanChangeKind(stored["kind"]),
        replaces=tuple(item_of(item) for item in stored["replaces"]),
        items=tuple(item_of(item) for item in stored["items"]),
        interval=Interval(stored["interval"]),
        interval_count=stored["interval_count"],
        lines=lines_from_stored(stored["lines"]),
        due=ChangeDue(stored["due"]),
        begins_period=stored["begins_period"],
        lapses_at=datetime.fromisoformat(stored["lapses_at"]) if stored["lapses_at"] else None,
        # None in what was planned before it was kept.
        discount=discount_of(stored["discount"]) if stored.get("discount") else None,
    )


def price_as_stored(price: PlannedPrice) -> dict[str, Any]:
    """A planned price as one piece of JSON."""
    return {
        "migration_id": price.migration_id,
        "replaces": price.replaces,
        "price_id": price.price_id,
        "pricing": pricing_columns(price.pricing),
        "not_before": price.not_before.isoformat(),
    }


def price_from_stored(stored: Mapping[str, Any]) -> PlannedPrice:
    """The planned price again."""
    return PlannedPrice(
        migration_id=stored["migration_id"],
        replaces=stored["replaces"],
        price_id=stored["price_id"],
        pricing=pricing_of(stored["pricing"]),
        not_before=datetime.fromisoformat(stored["not_before"]),
    )
