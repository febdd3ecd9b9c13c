"""May this subscription have another plan, cycle or quantity: each limit has its own code."""

from collections.abc import Collection as Several

from foyer_subscriptions.domain import plan_errors as errors
from foyer_subscriptions.domain.errors import CancellationPending, MoveNotPossible
from foyer_subscriptions.domain.plan import PlanChangeKind
from foyer_subscriptions.domain.plan_target import Target, is_counted
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import ChangeKind, Collection, PausedBy, Subscription

SUPPORTED_METHODS = frozenset(
    {
        "card",
        "sepa_debit",
        "ideal",
        "paypal",
        "bancontact",
        "us_bank_account",
        "acss_debit",
        "bacs_debit",
        "au_becs_debit",
        "boleto",
        "cashapp",
        "amazon_pay",
        "link",
    }
)
"""The kinds of payment methods with which a customer can change what is charged."""

_CHANGEABLE = frozenset({Status.TRIALING, Status.ACTIVE})


def check_plan_change_possible(
    subscription: Subscription, policy: SelfServicePolicy, *, by: PausedBy, methods: Several[str]
) -> None:
    """Refuses what rules out every change; `methods` are the kinds that the customer can pay with."""
    for_customer = by is PausedBy.CUSTOMER
    if for_customer and not policy.offers_plan_changes:
        raise errors.PlanChangeNotOffered("This subscription cannot be changed here. Please contact us.")
    if subscription.status not in _CHANGEABLE:
        status = subscription.status.replace("_", " ")
        raise MoveNotPossible(f"This cannot be done while the subscription is {status}.")
    _check_nothing_waits(subscription, for_customer=for_customer)
    if any(item.pricing.is_metered for item in subscription.items):
        raise errors.MeteredNotChangeable("What is paid by use cannot be changed to another plan.")
    if for_customer:
        _check_limits_of_customers(subscription, methods)


def _check_nothing_waits(subscription: Subscription, *, for_customer: bool) -> None:
    if subscription.waiting_of(ChangeKind.CANCEL):
        raise CancellationPending("A cancellation is pending; withdraw it before you change the plan.")
    planned = map(subscription.waiting_of, (ChangeKind.PLAN, ChangeKind.PAUSE, ChangeKind.PRICE))
    if for_customer and any(change and change.requested_by is not PausedBy.CUSTOMER for change in planned):
        raise errors.BusinessSchedulePending(
            "We have planned a change of this subscription. Please contact us."
        )
    if subscription.waiting_of(ChangeKind.PLAN):
        raise errors.PlanChangePending("A change is pending already; withdraw it to make another.")


def _check_limits_of_customers(subscription: Subscription, methods: Several[str]) -> None:
    if len(subscription.items) > 1:
        raise errors.SeveralItems("This subscription has several items. Please contact us to change it.")
    if subscription.collection is Collection.INVOICE:
        raise errors.InvoicedNotChangeable(
            "This subscription is paid by invoice. Please contact us to change it."
        )
    if methods and not SUPPORTED_METHODS & set(methods):
        raise errors.MethodNotSupported("This cannot be done with your payment method. Please add another.")


def check_offered(target: Target, policy: SelfServicePolicy) -> None:
    """Refuses a customer what the policy does not let them do; each toggle stands alone."""
    other_price = target.new.price_id != target.old.price_id
    other_product = target.new.product_id != target.old.product_id
    if target.kind is PlanChangeKind.CYCLE_CHANGE and not policy.allow_cycle_change:
        raise errors.CycleChangeNotOffered("The billing interval cannot be changed here. Please contact us.")
    if other_product or (other_price and target.kind is not PlanChangeKind.CYCLE_CHANGE):
        if target.dearer and not policy.allow_upgrade:
            raise errors.UpgradeNotOffered("Upgrades are not offered here. Please contact us.")
        if not target.dearer and not policy.allow_downgrade:
            raise errors.DowngradeNotOffered("Downgrades are not offered here. Please contact us.")
    recounted = (
        is_counted(target.old) and is_counted(target.new) and target.new.quantity != target.old.quantity
    )
    if recounted and not policy.allow_quantity_change:
        raise errors.QuantityChangeNotOffered("The quantity cannot be changed here. Please contact us.")
