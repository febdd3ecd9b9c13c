"""How a subscription begins, also one that began elsewhere."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from foyer_subscriptions.domain.errors import BackdateOutOfRange, TermIsOver
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscribe import Terms, subscribe
from foyer_subscriptions.domain.subscription import Collection, Item, Subscription


def begun(**terms: Any) -> Subscription:
    """A monthly subscription that is made now."""
    item = Item(
        price_id="price_1",
        product_id="prod_1",
        product_name="Studio",
        quantity=1,
        pricing=Pricing(unit_amount=Money(2900, "EUR")),
    )
    return subscribe(
        Terms(collection=Collection.AUTOMATIC, **terms),
        business_id=NORTHWIND,
        customer_id=ADA,
        items=(item,),
        interval=(Interval.MONTH, 1),
        can_collect=False,
        mandate_days=30,
        zone=ZoneInfo("Europe/Amsterdam"),
        now=NOW,
    )


def test_an_imported_one_is_in_the_period_that_contains_now() -> None:
    subscription = begun(backdated_to=datetime(2025, 8, 31, 10, tzinfo=UTC))
    assert (subscription.status, subscription.period_number) == (Status.ACTIVE, 7)
    assert subscription.started_at == datetime(2025, 8, 31, 10, tzinfo=UTC)
    assert subscription.current_period_start == datetime(2026, 2, 28, 11, tzinfo=UTC)
    assert subscription.current_period_end == datetime(2026, 3, 31, 10, tzinfo=UTC)
    assert subscription.bought.bought == subscription.bought.whole > 0


def test_an_imported_trial_goes_on_or_is_over() -> None:
    first_of_march = datetime(2026, 3, 1, 9, tzinfo=UTC)
    running = begun(backdated_to=first_of_march, trial_days=14)
    assert (running.status, running.bought.bought) == (Status.TRIALING, 0)
    over = begun(backdated_to=first_of_march, trial_days=7)
    assert (over.status, over.period_number) == (Status.ACTIVE, 1)
    assert over.current_period_start == datetime(2026, 3, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"backdated_to": datetime(2026, 3, 10, 9, 31, tzinfo=UTC)}, BackdateOutOfRange),
        ({"backdated_to": datetime(1969, 12, 31, 23, tzinfo=UTC)}, BackdateOutOfRange),
        ({"backdated_to": datetime(2025, 12, 1, tzinfo=UTC), "periods": 3}, TermIsOver),
    ],
)
def test_what_cannot_be_imported_is_refused(terms: dict[str, Any], error: type[FoyerError]) -> None:
    with pytest.raises(error):
        begun(**terms)


def test_a_new_one_without_a_method_waits_for_thirty_days() -> None:
    subscription = begun()
    assert (subscription.status, subscription.period_number) == (Status.PENDING_MANDATE, 0)
    assert subscription.lapses_at == datetime(2026, 4, 9, 9, 30, tzinfo=UTC)
