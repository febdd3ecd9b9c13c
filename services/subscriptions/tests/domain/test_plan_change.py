"""Which changes there are, what refuses them, and when they happen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import NORTHWIND, NOW
from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeTiming, PlanChangeKind
from foyer_subscriptions.domain.plan_change import check_offered, check_plan_change_possible
from foyer_subscriptions.domain.plan_options import check_is_option, plan_options
from foyer_subscriptions.domain.plan_target import Target, item_to_change, target_of
from foyer_subscriptions.domain.plan_timing import chosen_timing, timings
from foyer_subscriptions.domain.policy import CancellationMode, PlanChangeTiming, SelfServicePolicy
from foyer_subscriptions.domain.pricing import BillingScheme, Pricing, TaxBehavior, UsageType
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    Cancellation,
    ChangeKind,
    Collection,
    PausedBy,
    PendingChange,
    PlannedChange,
    Stretch,
    Subscription,
)

ASubscription = Callable[..., Subscription]
CUSTOMER, BUSINESS = PausedBy.CUSTOMER, PausedBy.BUSINESS
ALL = SelfServicePolicy(
    allow_upgrade=True, allow_downgrade=True, allow_cycle_change=True, allow_quantity_change=True
)
NOW_ONLY, LATER_ONLY = (ChangeTiming.NOW,), (ChangeTiming.PERIOD_END,)
BOTH = (ChangeTiming.NOW, ChangeTiming.PERIOD_END)


def sold(
    amount: int = 5900,
    *,
    product_id: str = "prod_2",
    price_id: str = "price_2",
    currency: str = "EUR",
    interval: Interval | None = Interval.MONTH,
    count: int = 1,
    active: bool = True,
    **terms: Any,
) -> tuple[Product, Price]:
    """A product with a price."""
    product = Product(
        id=product_id,
        business_id=NORTHWIND,
        name="Team",
        description=None,
        active=True,
        self_service=ALL,
        billing=BillingPolicy(),
        version=1,
    )
    price = Price(
        id=price_id,
        business_id=NORTHWIND,
        product_id=product_id,
        pricing=Pricing(unit_amount=Money(amount, currency), **terms),
        interval=interval,
        interval_count=count,
        active=active,
        version=1,
    )
    return product, price


def a_target(subscription: Subscription, quantity: int | None = None, **price: Any) -> Target:
    """What the subscription becomes at this price, or at its own for none."""
    chosen = sold(**price) if price else None
    return target_of(subscription, subscription.items[0], sold=chosen, quantity=quantity)


@pytest.mark.parametrize(
    ("price", "quantity", "kind", "upward"),
    [
        ({"amount": 2901}, None, PlanChangeKind.UPGRADE, True),
        ({"amount": 2900}, None, PlanChangeKind.UPGRADE, True),
        ({"amount": 2899}, None, PlanChangeKind.DOWNGRADE, False),
        ({}, 2, PlanChangeKind.QUANTITY_CHANGE, True),
        # A year costs less per month, and more at once.
        ({"amount": 29_000, "interval": Interval.YEAR}, None, PlanChangeKind.CYCLE_CHANGE, True),
        # A week of 667 cents is 2,900.2 a mean month, one of 666 cents 2,895.9.
        ({"amount": 667, "interval": Interval.WEEK}, None, PlanChangeKind.CYCLE_CHANGE, True),
        ({"amount": 666, "interval": Interval.WEEK}, None, PlanChangeKind.CYCLE_CHANGE, False),
        ({"amount": 8700, "count": 3}, None, PlanChangeKind.CYCLE_CHANGE, True),
    ],
)
def test_what_is_dearer_per_time_is_an_upgrade(
    a_subscription: ASubscription,
    price: dict[str, Any],
    quantity: int | None,
    kind: PlanChangeKind,
    upward: bool,
) -> None:
    target = a_target(a_subscription(), quantity, **price)
    assert (target.kind, target.is_upward) == (kind, upward)


def test_seats_stay_as_many_unless_a_price_has_none(a_subscription: ASubscription) -> None:
    (item,) = a_subscription().items
    five = a_subscription(items=(replace(item, quantity=5),))
    assert a_target(five, amount=3000).new.quantity == 5
    assert a_target(five, 7, amount=3000).new.quantity == 7
    assert a_target(five, amount=9000, scheme=BillingScheme.FLAT).new.quantity == 1
    assert a_target(five, 5, amount=9000, scheme=BillingScheme.FLAT).new.quantity == 1
    with pytest.raises(FoyerError) as refused:
        a_target(five, 4, amount=9000, scheme=BillingScheme.FLAT)
    assert refused.value.code == "quantity_out_of_range"


@pytest.mark.parametrize(
    ("price", "quantity", "code"),
    [
        ({}, None, "same_plan"),
        ({}, 1, "same_plan"),
        ({"price_id": "price_1", "product_id": "prod_1", "amount": 2900}, None, "same_plan"),
        ({}, 0, "quantity_out_of_range"),
        ({}, -3, "quantity_out_of_range"),
        ({}, 10_001, "quantity_out_of_range"),
        ({"scheme": BillingScheme.FLAT}, 2, "quantity_out_of_range"),
        ({"currency": "USD"}, None, "currency_differs"),
        ({"tax_behavior": TaxBehavior.INCLUSIVE}, None, "tax_behavior_differs"),
        ({"tax_behavior": TaxBehavior.UNSPECIFIED}, None, "tax_behavior_unspecified"),
        ({"usage_type": UsageType.METERED}, None, "metered_not_changeable"),
        ({"interval": None}, None, "price_not_offered"),
        ({"active": False}, None, "price_not_offered"),
    ],
)
def test_what_does_not_fit_is_refused(
    a_subscription: ASubscription, price: dict[str, Any], quantity: int | None, code: str
) -> None:
    with pytest.raises(FoyerError) as refused:
        a_target(a_subscription(), quantity, **price)
    assert refused.value.code == code


def test_a_price_without_tax_behaviour_cannot_be_left_even_for_more_seats(
    a_subscription: ASubscription,
) -> None:
    (item,) = a_subscription().items
    unsettled = replace(item, pricing=replace(item.pricing, tax_behavior=TaxBehavior.UNSPECIFIED))
    subscription = a_subscription(items=(unsettled,))
    for quantity, price in ((2, {}), (None, {"tax_behavior": TaxBehavior.UNSPECIFIED})):
        with pytest.raises(FoyerError) as refused:
            a_target(subscription, quantity, **price)
        assert refused.value.code == "tax_behavior_unspecified"


def test_a_fixed_term_keeps_its_interval_and_changes_its_plan(a_subscription: ASubscription) -> None:
    term = a_subscription(periods=12)
    assert a_target(term, amount=5900).kind is PlanChangeKind.UPGRADE
    with pytest.raises(FoyerError) as refused:
        a_target(term, interval=Interval.YEAR)
    assert refused.value.code == "fixed_term_not_changeable"


def a_change(kind: ChangeKind, by: PausedBy = CUSTOMER) -> PendingChange:
    """One that waits."""
    return PendingChange(
        id=f"chg_{kind}",
        kind=kind,
        effective_at=NOW,
        requested_by=by,
        cancellation=Cancellation(mode=CancellationMode.PERIOD_END) if kind is ChangeKind.CANCEL else None,
        plan=PlannedChange(
            quote_id="quo_1",
            kind=PlanChangeKind.UPGRADE,
            replaces=(),
            items=(),
            interval=Interval.MONTH,
            interval_count=1,
        )
        if kind is ChangeKind.PLAN
        else None,
    )


@pytest.mark.parametrize(
    ("changes", "policy", "methods", "code", "binds_business"),
    [
        ({}, SelfServicePolicy(), set(), "plan_change_not_offered", False),
        ({}, replace(ALL, allow_self_management=False), set(), "plan_change_not_offered", False),
        ({"collection": Collection.INVOICE}, ALL, set(), "invoiced_not_changeable", False),
        ({}, ALL, {"konbini"}, "method_not_supported", False),
        ({"status": Status.PAST_DUE}, ALL, set(), "wrong_state", True),
        ({"status": Status.PENDING_MANDATE}, ALL, set(), "wrong_state", True),
        ({"status": Status.PAUSED}, ALL, set(), "wrong_state", True),
        ({"status": Status.CANCELED}, ALL, set(), "wrong_state", True),
        ({"changes": (a_change(ChangeKind.CANCEL),)}, ALL, set(), "cancellation_pending", True),
        ({"changes": (a_change(ChangeKind.PLAN),)}, ALL, set(), "plan_change_pending", True),
        ({"changes": (a_change(ChangeKind.PLAN, BUSINESS),)}, ALL, set(), "business_schedule_pending", False),
        (
            {"changes": (a_change(ChangeKind.PAUSE, BUSINESS),)},
            ALL,
            set(),
            "business_schedule_pending",
            False,
        ),
    ],
)
def test_each_limit_has_its_own_code(
    a_subscription: ASubscription,
    changes: dict[str, Any],
    policy: SelfServicePolicy,
    methods: set[str],
    code: str,
    binds_business: bool,
) -> None:
    subscription = a_subscription(**{"collection": Collection.AUTOMATIC} | changes)
    check_plan_change_possible(
        a_subscription(collection=Collection.AUTOMATIC), ALL, by=CUSTOMER, methods={"card", "konbini"}
    )
    with pytest.raises(FoyerError) as refused:
        check_plan_change_possible(subscription, policy, by=CUSTOMER, methods=methods)
    assert refused.value.code == code
    if binds_business:
        with pytest.raises(FoyerError) as refused:
            check_plan_change_possible(subscription, policy, by=BUSINESS, methods=methods)
        assert refused.value.code == code
    elif code != "business_schedule_pending" or not subscription.waiting_plan:
        check_plan_change_possible(subscription, policy, by=BUSINESS, methods=methods)


def test_several_items_and_metered_ones_are_not_the_customers_to_change(
    a_subscription: ASubscription,
) -> None:
    (item,) = a_subscription().items
    two = a_subscription(items=(item, replace(item, price_id="price_9")), collection=Collection.AUTOMATIC)
    metered = replace(item, pricing=replace(item.pricing, usage_type=UsageType.METERED))
    with pytest.raises(FoyerError) as refused:
        check_plan_change_possible(two, ALL, by=CUSTOMER, methods=set())
    assert refused.value.code == "several_items"
    check_plan_change_possible(two, ALL, by=BUSINESS, methods=set())
    with pytest.raises(FoyerError) as refused:
        item_to_change(two, None)
    assert (refused.value.code, refused.value.field) == ("several_items", "item")
    assert item_to_change(two, "price_9") is two.items[1]
    with pytest.raises(FoyerError) as refused:
        item_to_change(two, "price_8")
    assert refused.value.code == "price_not_found"
    with pytest.raises(FoyerError) as refused:
        target_of(two, two.items[0], sold=sold(interval=Interval.YEAR), quantity=None)
    assert refused.value.code == "several_items"
    for by in (CUSTOMER, BUSINESS):
        with pytest.raises(FoyerError) as refused:
            check_plan_change_possible(
                a_subscription(items=(metered,), collection=Collection.AUTOMATIC), ALL, by=by, methods=set()
            )
        assert refused.value.code == "metered_not_changeable"


@pytest.mark.parametrize(
    ("toggle", "price", "quantity", "code"),
    [
        ("allow_upgrade", {"amount": 5900}, None, "upgrade_not_offered"),
        ("allow_downgrade", {"amount": 900}, None, "downgrade_not_offered"),
        (
            "allow_cycle_change",
            {"product_id": "prod_1", "interval": Interval.YEAR},
            None,
            "cycle_change_not_offered",
        ),
        ("allow_quantity_change", {}, 2, "quantity_change_not_offered"),
    ],
)
def test_each_toggle_stands_alone(
    a_subscription: ASubscription, toggle: str, price: dict[str, Any], quantity: int | None, code: str
) -> None:
    target = a_target(a_subscription(), quantity, **price)
    on: dict[str, Any] = {toggle: True}
    off: dict[str, Any] = {toggle: False}
    check_offered(target, SelfServicePolicy(**on))
    with pytest.raises(FoyerError) as refused:
        check_offered(target, replace(ALL, **off))
    assert refused.value.code == code


def test_another_cycle_is_no_way_round_the_other_toggles(a_subscription: ASubscription) -> None:
    cheaper_year = a_target(a_subscription(), amount=1200, interval=Interval.YEAR)
    with pytest.raises(FoyerError) as refused:
        check_offered(cheaper_year, replace(ALL, allow_downgrade=False))
    assert refused.value.code == "downgrade_not_offered"
    dearer_with_seats = a_target(a_subscription(), 3, amount=5900)
    with pytest.raises(FoyerError) as refused:
        check_offered(dearer_with_seats, replace(ALL, allow_quantity_change=False))
    assert refused.value.code == "quantity_change_not_offered"


@pytest.mark.parametrize(
    ("setting", "up", "down"),
    [
        (PlanChangeTiming.UPGRADE_NOW_DOWNGRADE_LATER, NOW_ONLY, LATER_ONLY),
        (PlanChangeTiming.NOW, NOW_ONLY, NOW_ONLY),
        (PlanChangeTiming.PERIOD_END, LATER_ONLY, LATER_ONLY),
        (PlanChangeTiming.CUSTOMER_CHOICE, BOTH, BOTH),
    ],
)
def test_when_a_change_happens(
    a_subscription: ASubscription,
    setting: PlanChangeTiming,
    up: tuple[ChangeTiming, ...],
    down: tuple[ChangeTiming, ...],
) -> None:
    subscription, policy = a_subscription(), replace(ALL, plan_change_timing=setting)
    upward, downward = (a_target(subscription, amount=amount) for amount in (5900, 900))
    assert timings(subscription, upward, policy, by=CUSTOMER) == up
    assert timings(subscription, downward, policy, by=CUSTOMER) == down
    assert chosen_timing(up, None) is up[0]
    for timing in BOTH:
        if timing in up:
            assert chosen_timing(up, timing) is timing
            continue
        with pytest.raises(FoyerError) as refused:
            chosen_timing(up, timing)
        assert refused.value.code == "timing_not_offered"
    # The business has the choice, and without one the policy's moment.
    assert set(timings(subscription, downward, policy, by=BUSINESS)) == set(BOTH)
    assert timings(subscription, downward, policy, by=BUSINESS)[0] is down[0]


def test_in_a_trial_a_downgrade_need_not_wait(a_subscription: ASubscription) -> None:
    trial = a_subscription(status=Status.TRIALING)
    assert timings(trial, a_target(trial, amount=900), ALL, by=CUSTOMER) == NOW_ONLY


def test_nothing_is_planned_for_after_the_last_period(a_subscription: ASubscription) -> None:
    last = a_subscription(periods=1, bought=Stretch(0, 10, 10))
    offered = timings(last, a_target(last, amount=900), ALL, by=CUSTOMER)
    assert offered == ()
    with pytest.raises(FoyerError) as refused:
        chosen_timing(offered, None)
    assert refused.value.code == "timing_not_offered"
    assert timings(last, a_target(last, amount=900), ALL, by=BUSINESS) == NOW_ONLY


def test_a_customer_chooses_among_what_is_offered_and_unambiguous() -> None:
    team, year, other_year = (
        sold(price_id=f"price_{number}", interval=interval)
        for number, interval in ((2, Interval.MONTH), (3, Interval.YEAR), (4, Interval.YEAR))
    )
    check_is_option("price_2", [team, year, other_year])
    for price_id, code in (("price_9", "price_not_offered"), ("price_3", "price_not_unique")):
        with pytest.raises(FoyerError) as refused:
            check_is_option(price_id, [team, year, other_year])
        assert refused.value.code == code


def test_the_page_of_plans_says_what_refuses_each(a_subscription: ASubscription) -> None:
    subscription = a_subscription(collection=Collection.AUTOMATIC)
    on_offer = [sold(product_id="prod_1"), sold(900, product_id="prod_3", price_id="price_3")]
    policy = replace(ALL, allow_downgrade=False, allow_quantity_change=False)
    options = plan_options(subscription, policy, on_offer, refusal=None, by=CUSTOMER)
    assert [
        (
            plan.product_id,
            [
                (option.item.price_id, option.kind, option.refusal.code if option.refusal else None)
                for option in plan.options
            ],
        )
        for plan in options.plans
    ] == [
        ("prod_1", [("price_1", None, None), ("price_2", PlanChangeKind.UPGRADE, None)]),
        ("prod_3", [("price_3", PlanChangeKind.DOWNGRADE, "downgrade_not_offered")]),
    ]
    assert options.offers_another
    assert options.timings == NOW_ONLY
    choice = replace(policy, plan_change_timing=PlanChangeTiming.CUSTOMER_CHOICE)
    assert plan_options(subscription, choice, on_offer, refusal=None, by=CUSTOMER).timings == BOTH
    assert options.quantity_refusal
    assert (options.quantity, options.most, options.quantity_refusal.code) == (
        1,
        10_000,
        "quantity_change_not_offered",
    )
