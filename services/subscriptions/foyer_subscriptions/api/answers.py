"""How prices and subscriptions look from outside."""

from typing import Literal

from foyer_shared.basics.custom_fields import Value
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.custom_fields import OwnFieldAnswer
from foyer_shared.http.models import Answer, Moment

from foyer_subscriptions.api.discount_answers import DiscountAnswer, NextChargeAnswer
from foyer_subscriptions.api.picture_answers import PictureAnswer
from foyer_subscriptions.api.price_answers import TierAnswer
from foyer_subscriptions.domain.actions import Action, PauseOffer
from foyer_subscriptions.domain.pause import PauseWindow
from foyer_subscriptions.domain.price_change import with_new_price
from foyer_subscriptions.domain.subscription import (
    Item,
    PendingChange,
    PlannedChange,
    PlannedPrice,
    Subscription,
)


class ItemAnswer(Answer):
    """One line of a subscription; `amount` is paid ahead per interval, nothing for what is metered."""

    price_id: str
    product_id: str
    product_name: str
    quantity: int
    unit_amount: Amount
    amount: Amount
    tax_behavior: str
    billing_scheme: str
    usage_type: str
    included_units: int
    tiers: list[TierAnswer]

    @classmethod
    def of(cls, item: Item) -> "ItemAnswer":
        return cls(
            price_id=item.price_id,
            product_id=item.product_id,
            product_name=item.product_name,
            quantity=item.quantity,
            unit_amount=Amount.of(item.unit_amount),
            amount=Amount.of(item.amount),
            tax_behavior=item.pricing.tax_behavior,
            billing_scheme=item.pricing.scheme,
            usage_type=item.pricing.usage_type,
            included_units=item.pricing.included_units,
            tiers=TierAnswer.all_of(item.pricing),
        )


class PlannedPlanAnswer(Answer):
    """The plan that waits; one that is to be paid first lapses if it is not."""

    kind: str
    name: str
    amount: Amount
    interval: str
    interval_count: int
    quantity: int
    awaiting_payment: bool
    lapses_at: Moment | None
    quote_id: str

    @classmethod
    def of(cls, plan: PlannedChange) -> "PlannedPlanAnswer":
        return cls(
            kind=plan.kind,
            name=plan.items[0].product_name,
            amount=Amount.of(plan.amount),
            interval=plan.interval,
            interval_count=plan.interval_count,
            quantity=plan.items[0].quantity,
            awaiting_payment=plan.lapses_at is not None,
            lapses_at=plan.lapses_at,
            quote_id=plan.quote_id,
        )


class PlannedPriceAnswer(Answer):
    """What it costs per interval from then on, by the business's migration of its price."""

    amount: Amount
    interval: str
    interval_count: int
    price_id: str
    migration_id: str

    @classmethod
    def of(cls, price: PlannedPrice, subscription: Subscription) -> "PlannedPriceAnswer":
        return cls(
            amount=Amount.of(with_new_price(subscription, price).amount),
            interval=subscription.interval,
            interval_count=subscription.interval_count,
            price_id=price.price_id,
            migration_id=price.migration_id,
        )


class PendingChangeAnswer(Answer):
    """A change that waits."""

    id: str
    kind: str
    effective_at: Moment
    resumes_at: Moment | None
    requested_by: Literal["customer", "business", "policy"]
    plan: PlannedPlanAnswer | None
    price: PlannedPriceAnswer | None

    @classmethod
    def of(cls, change: PendingChange, subscription: Subscription) -> "PendingChangeAnswer":
        return cls(
            id=change.id,
            kind=change.kind,
            effective_at=change.effective_at,
            resumes_at=change.resumes_at,
            requested_by=change.requested_by.value,
            plan=PlannedPlanAnswer.of(change.plan) if change.plan else None,
            price=PlannedPriceAnswer.of(change.price, subscription) if change.price else None,
        )


class PauseWindowAnswer(Answer):
    """From when until when a pause can end, by when it begins, and what becomes of the paid days that are
    left: they come after it, or `comes_back` is credited and a new period begins.
    """

    when: Literal["now", "period_end"]
    begins_at: Moment
    earliest_resume_at: Moment
    latest_resume_at: Moment
    unused: Literal["shift", "credit"]
    comes_back: Amount


class PauseOptionsAnswer(Answer):
    """The choices of the pause dialog."""

    default_when: Literal["now", "period_end"]
    windows: list[PauseWindowAnswer]

    @classmethod
    def of(cls, offer: PauseOffer) -> "PauseOptionsAnswer":
        return cls(
            default_when=offer.default.value,
            windows=[
                PauseWindowAnswer(
                    when=choice.timing.value,
                    begins_at=choice.begins_at,
                    earliest_resume_at=choice.window.earliest,
                    latest_resume_at=choice.window.latest,
                    unused=choice.unused.value,
                    comes_back=Amount.of(choice.comes_back),
                )
                for choice in offer.choices
            ],
        )


class ResumeOptionsAnswer(Answer):
    """From when until when a pause that has begun can be made to end."""

    earliest_resume_at: Moment
    latest_resume_at: Moment

    @classmethod
    def of(cls, window: PauseWindow) -> "ResumeOptionsAnswer":
        return cls(earliest_resume_at=window.earliest, latest_resume_at=window.latest)


class LinkedServiceAnswer(Answer):
    """Something that hangs on a subscription, with a link to it."""

    name: str
    url: str

    @classmethod
    def all_of(cls, subscription: Subscription) -> "list[LinkedServiceAnswer]":
        """Those of a subscription."""
        return [cls(name=linked.name, url=linked.url) for linked in subscription.linked_services]


class SubscriptionAnswer(Answer):
    """A subscription, as the business sees it; `amount` is per interval, before the discount."""

    id: str
    customer_id: str
    name: str
    status: str
    items: list[ItemAnswer]
    amount: Amount
    interval: str
    interval_count: int
    collection: str
    started_at: Moment
    trial_ends_at: Moment | None
    ended_at: Moment | None
    archived: bool
    """Whether the customer sees no more of it."""
    periods: int | None
    period_number: int
    current_period_start: Moment
    current_period_end: Moment
    discount: DiscountAnswer | None
    next_charge: NextChargeAnswer | None
    paused_at: Moment | None
    resumes_at: Moment | None
    pending_changes: list[PendingChangeAnswer]
    linked_services: list[LinkedServiceAnswer]
    resubscribed_from: str | None
    custom_fields: dict[str, Value]
    version: int

    @classmethod
    def of(cls, subscription: Subscription) -> "SubscriptionAnswer":
        return cls(
            id=subscription.id,
            customer_id=subscription.customer_id,
            name=subscription.name,
            status=subscription.status,
            items=[ItemAnswer.of(item) for item in subscription.items],
            amount=Amount.of(subscription.amount),
            interval=subscription.interval,
            interval_count=subscription.interval_count,
            collection=subscription.collection,
            started_at=subscription.started_at,
            trial_ends_at=subscription.trial_ends_at,
            ended_at=subscription.ended_at,
            archived=subscription.archived,
            periods=subscription.periods,
            period_number=subscription.period_number,
            current_period_start=subscription.current_period_start,
            current_period_end=subscription.current_period_end,
            discount=DiscountAnswer.on(subscription),
            next_charge=NextChargeAnswer.on(subscription),
            paused_at=subscription.paused_at,
            resumes_at=subscription.resumes_at,
            pending_changes=[PendingChangeAnswer.of(change, subscription) for change in subscription.waiting],
            linked_services=LinkedServiceAnswer.all_of(subscription),
            resubscribed_from=subscription.resubscribed_from,
            custom_fields=dict(subscription.custom_fields),
            version=subscription.version,
        )


class OwnSubscriptionAnswer(SubscriptionAnswer):
    """A subscription, as its customer sees it: with what they can do."""

    fields: list[OwnFieldAnswer]
    """The custom fields that they see, to be shown and edited; `custom_fields` has their values alone."""
    actions: list[Action]
    pause_options: PauseOptionsAnswer | None
    picture: PictureAnswer | None
    """What its first product looks like."""
    resume_options: ResumeOptionsAnswer | None
    """When the pause that it is in can end, if not now."""


class OverviewAnswer(Answer):
    """This service's part of home and sidebar."""

    active_count: int
    has_any: bool
    """Whether there is, or was, a subscription."""
    subscriptions: list[OwnSubscriptionAnswer]
