"""Products, subscriptions and grants in the words of the events that tell of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.entitlements import (
    EntitlementData,
    EntitlementGranted,
    EntitlementRevoked,
    EntitlementUsed,
)
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.subscriptions import (
    DiscountData,
    LinkedServiceData,
    PlanData,
    PriceData,
    ProductData,
    RetentionOfferData,
    RetentionOfferEvent,
    SubscriptionData,
    SubscriptionDiscountApplied,
    SubscriptionDiscountEnded,
    SubscriptionEvent,
    SubscriptionItemData,
    SubscriptionLineData,
    SubscriptionPeriodStarted,
    UsageData,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.charge import lines_for
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.grant import Grant
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.next_charge import next_charge
from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.retention import Outcome, Presentation
from foyer_subscriptions.domain.subscription import (
    Item,
    PendingChange,
    PlannedChange,
    PlannedPrice,
    Subscription,
)
from foyer_subscriptions.storage.grants import Grants


def announce(work: Work, event: type[SubscriptionEvent], subscription: Subscription, **facts: Any) -> None:
    """Tell what happened to a subscription, as it is after it, with the event's own facts."""
    work.announce(
        event(subscription=subscription_data(subscription), **facts),
        subject=subscription.id,
        version=subscription.version,
        customer_id=subscription.customer_id,
    )


def announce_period(
    work: Work, subscription: Subscription, reason: PeriodReason, *, used: tuple[Line, ...] = ()
) -> Subscription:
    """Tell that a period which is charged began, what it costs, and what was `used` before it. What changes
    within the period before cost goes with it: the subscription that this answers carries nothing any more.
    """
    announce(
        work,
        SubscriptionPeriodStarted,
        subscription,
        period_start=subscription.current_period_start,
        period_end=subscription.current_period_end,
        lines=line_data(
            (*lines_for(subscription, subscription.bought), *used, *subscription.carried),
        ),
        usage=tuple(UsageData(price_id=line.price_id, quantity=line.quantity) for line in used),
        reason=reason.value,
    )
    return replace(subscription, carried=())


def announce_discount(work: Work, subscription: Subscription, *, replaces: Discount | None = None) -> None:
    """Tell that it has the discount now which it has."""
    if subscription.discount:
        announce(
            work,
            SubscriptionDiscountApplied,
            subscription,
            discount=discount_data(subscription.discount),
            replaces=replaces.id if replaces else None,
        )


def announce_discount_over(work: Work, before: Subscription, begun: Subscription) -> None:
    """Tell that the period which has begun is past the discount of the one before, if it is."""
    if before.discount and begun.discount is None:
        announce(
            work, SubscriptionDiscountEnded, begun, discount=discount_data(before.discount), cause="over"
        )


def announce_offer(work: Work, event: type[RetentionOfferEvent], presentation: Presentation) -> None:
    """Tell that an offer was shown, taken or declined."""
    work.announce(
        event(
            offer=RetentionOfferData(
                presentation_id=presentation.id,
                subscription_id=presentation.subscription_id,
                customer_id=presentation.customer_id,
                offer=presentation.offer,
                kind=presentation.kind.value,
                reason=presentation.reason,
            )
        ),
        subject=presentation.id,
        version=1 if presentation.outcome is Outcome.SHOWN else 2,
        customer_id=presentation.customer_id,
    )


def linked_data(subscription: Subscription) -> tuple[LinkedServiceData, ...]:
    """What hangs on it."""
    return tuple(
        LinkedServiceData(name=linked.name, url=linked.url) for linked in subscription.linked_services
    )


def cancellation_facts(subscription: Subscription, change: PendingChange) -> dict[str, Any]:
    """What the events of a cancellation have in common."""
    cancellation = change.cancellation
    return {
        "change_id": change.id,
        "mode": cancellation.mode.value if cancellation else None,
        "reason": cancellation.reason if cancellation else None,
        "message": cancellation.message if cancellation else None,
        "linked_services": linked_data(subscription),
        **_declared(cancellation.declaration if cancellation else None),
    }


def _declared(declaration: Declaration | None) -> dict[str, Any]:
    if declaration is None:
        return {}
    return {
        "declaration_id": declaration.id,
        "receipt_number": declaration.number,
        "received_at": declaration.received_at,
    }


def line_data(lines: Iterable[Line]) -> tuple[SubscriptionLineData, ...]:
    """Lines as invoicing needs to know them."""
    return tuple(
        SubscriptionLineData(
            price_id=line.price_id,
            product_id=line.product_id,
            description=line.description,
            quantity=line.quantity,
            unit_amount=Amount.of(line.pricing.unit_amount),
            amount=Amount.of(line.amount),
            discount_amount=Amount.of(line.discount) if line.discount.amount else None,
            tax_behavior=line.pricing.tax_behavior.value,
            billing_scheme=line.pricing.scheme.value,
            proration_numerator=line.proration[0] if line.proration else None,
            proration_denominator=line.proration[1] if line.proration else None,
            used_from=line.used[0] if line.used else None,
            used_until=line.used[1] if line.used else None,
            period_start=line.period[0] if line.period else None,
            period_end=line.period[1] if line.period else None,
            quote_id=line.quote_id,
        )
        for line in lines
    )


def discount_data(discount: Discount) -> DiscountData:
    """A discount as others need to know it."""
    reduction = discount.reduction
    return DiscountData(
        discount_id=discount.id,
        coupon_id=discount.coupon_id,
        name=discount.name,
        code=discount.code,
        percent_off=reduction.percent_off,
        amount_off=Amount.of(reduction.amount_off) if reduction.amount_off else None,
        duration=discount.duration.value,
        duration_in_months=discount.duration_in_months,
        ends_at=discount.ends_at,
    )


def plan_facts(change: PendingChange, plan: PlannedChange) -> dict[str, Any]:
    """What the events of a change of plan have in common."""
    return {
        "change_id": change.id,
        "quote_id": plan.quote_id,
        "kind": plan.kind.value,
        "after": plan_data(plan),
    }


def price_facts(change: PendingChange, price: PlannedPrice) -> dict[str, Any]:
    """What the events of a new price have in common."""
    return {"change_id": change.id, "migration_id": price.migration_id, "effective_at": change.effective_at}


def plan_data(plan: Subscription | PlannedChange) -> PlanData:
    """What a subscription is for, or is to be for."""
    return PlanData(
        name=plan.items[0].product_name,
        items=tuple(item_data(item) for item in plan.items),
        amount=Amount.of(plan.amount),
        interval=plan.interval.value,
        interval_count=plan.interval_count,
    )


def item_data(item: Item) -> SubscriptionItemData:
    """What one line of a subscription is for."""
    return SubscriptionItemData(
        price_id=item.price_id,
        product_id=item.product_id,
        product_name=item.product_name,
        quantity=item.quantity,
        unit_amount=Amount.of(item.unit_amount),
        billing_scheme=item.pricing.scheme.value,
        usage_type=item.pricing.usage_type.value,
    )


def subscription_data(subscription: Subscription) -> SubscriptionData:
    """A subscription as others need to know it."""
    charge = next_charge(subscription)
    return SubscriptionData(
        subscription_id=subscription.id,
        customer_id=subscription.customer_id,
        status=subscription.status,
        name=subscription.name,
        items=tuple(item_data(item) for item in subscription.items),
        amount=Amount.of(subscription.amount),
        discount=discount_data(subscription.discount) if subscription.discount else None,
        next_amount=Amount.of(charge.amount) if charge else None,
        interval=subscription.interval.value,
        interval_count=subscription.interval_count,
        collection=subscription.collection.value,
        archived=subscription.archived,
        current_period_start=subscription.current_period_start,
        current_period_end=subscription.current_period_end,
    )


def product_data(product: Product) -> ProductData:
    """A product as others need to know it."""
    return ProductData(
        product_id=product.id,
        name=product.name,
        description=product.description,
        active=product.active,
        tax_class=product.tax_class.value,
        supply=product.supply.value,
    )


def price_data(price: Price) -> PriceData:
    """A price as others need to know it."""
    return PriceData(
        price_id=price.id,
        product_id=price.product_id,
        unit_amount=Amount.of(price.unit_amount),
        interval=price.interval.value if price.interval else None,
        interval_count=price.interval_count,
        tax_behavior=price.pricing.tax_behavior.value,
        billing_scheme=price.pricing.scheme.value,
        usage_type=price.pricing.usage_type.value,
        active=price.active,
    )


async def announce_granted(work: Work, grant: Grant, *, again: bool = False) -> None:
    """Tell that it can be used, for the first time or again, and what of its order is granted with it."""
    order_id = grant.source.order_id
    _announce_grant(
        work,
        EntitlementGranted(
            entitlement=grant_data(grant),
            expires_at=grant.expires_at,
            again=again,
            granted_products=await Grants(work.session).granted_products(order_id) if order_id else (),
        ),
        grant,
    )


def announce_revoked(work: Work, grant: Grant) -> None:
    """Tell that it can be used no longer, and why."""
    if grant.cause is not None:
        _announce_grant(
            work, EntitlementRevoked(entitlement=grant_data(grant), cause=grant.cause.value), grant
        )


def announce_used(
    work: Work,
    grant: Grant,
    use: Literal["downloaded", "activated", "deactivated"],
    *,
    left: int | None,
) -> None:
    """Tell that a file was fetched, or what became of a license key's devices."""
    _announce_grant(work, EntitlementUsed(entitlement=grant_data(grant), use=use, left=left), grant)


def _announce_grant(work: Work, event: Event, grant: Grant) -> None:
    work.announce(event, subject=grant.id, version=grant.version, customer_id=grant.customer_id)


def grant_data(grant: Grant) -> EntitlementData:
    """What a customer holds, as others need to know it; no key, no link and no file is in it."""
    return EntitlementData(
        grant_id=grant.id,
        entitlement_id=grant.entitlement_id,
        product_id=grant.product_id,
        customer_id=grant.customer_id,
        kind=grant.kind.value,
        name=grant.name,
        subscription_id=grant.source.subscription_id,
        order_id=grant.source.order_id,
        quantity=grant.quantity,
    )
