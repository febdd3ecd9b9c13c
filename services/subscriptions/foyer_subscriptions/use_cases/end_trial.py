"""A trial is over: billing begins, or what the product's billing policy says happens."""

from datetime import datetime

from foyer_shared.contracts.subscriptions import SubscriptionCanceled, SubscriptionPaused
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.end import cancel_as_of
from foyer_subscriptions.domain.pause import pause_now, pause_window
from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.domain.trial_end import AfterTrial, after_trial, begin_after_trial
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.bill_usage import bill_usage
from foyer_subscriptions.use_cases.change_price_as_announced import change_price_as_announced
from foyer_subscriptions.use_cases.charge_period import charge_period
from foyer_subscriptions.use_cases.told import announce


async def end_trial(
    work: Work, subscription: Subscription, at: datetime, circumstances: Circumstances
) -> Subscription:
    """End it as of `at`."""
    product = await circumstances.product(subscription)
    zone = await circumstances.zone(subscription)
    leads_to = after_trial(
        subscription,
        can_collect=await circumstances.can_collect(subscription),
        otherwise=product.billing.trial_end_without_method,
    )
    match leads_to:
        case AfterTrial.CANCELED:
            ended = cancel_as_of(subscription, at)
            announce(work, SubscriptionCanceled, ended, canceled_at=at, cause="trial_ended")
            return ended
        case AfterTrial.PAUSED:
            # It goes on once there is a method; like each pause it has an end, when it is decided again.
            back = pause_window(product.self_service, at, zone).latest
            paused = pause_now(subscription, by=PausedBy.POLICY, resumes_at=back, at=at)
            announce(work, SubscriptionPaused, paused, paused_at=at, resumes_at=back)
            return paused
        case _:
            await bill_usage(subscription, circumstances, ends=at)
            priced = await change_price_as_announced(work, subscription, at)
            begun = begin_after_trial(priced, Status(leads_to.value), zone=zone)
            return charge_period(work, subscription, begun, PeriodReason.TRIAL_ENDED)
