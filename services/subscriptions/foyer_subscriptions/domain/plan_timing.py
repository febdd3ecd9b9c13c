"""When a change of plan can take effect."""

from foyer_subscriptions.domain.plan import ChangeTiming
from foyer_subscriptions.domain.plan_errors import TimingNotOffered
from foyer_subscriptions.domain.plan_target import Target
from foyer_subscriptions.domain.policy import PlanChangeTiming, SelfServicePolicy
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription

_BOTH = (ChangeTiming.NOW, ChangeTiming.PERIOD_END)


def timings(
    subscription: Subscription, target: Target, policy: SelfServicePolicy, *, by: PausedBy
) -> tuple[ChangeTiming, ...]:
    """The moments to choose from, the policy's own first; the business always has the choice.

    In a trial, which nobody has paid for, a downgrade takes nothing away and need not wait.
    """
    policy_has = policy.plan_change_timing
    upward = target.is_upward or subscription.status is Status.TRIALING
    later = policy_has is PlanChangeTiming.PERIOD_END or (
        policy_has is PlanChangeTiming.UPGRADE_NOW_DOWNGRADE_LATER and not upward
    )
    choice = by is PausedBy.BUSINESS or policy_has is PlanChangeTiming.CUSTOMER_CHOICE
    usual = ChangeTiming.PERIOD_END if later else ChangeTiming.NOW
    offered = tuple(sorted(_BOTH, key=lambda timing: timing is not usual)) if choice else (usual,)
    # After the last period of a fixed term there is none that could have another plan.
    return tuple(
        timing for timing in offered if timing is ChangeTiming.NOW or not subscription.is_last_period
    )


def chosen_timing(offered: tuple[ChangeTiming, ...], when: ChangeTiming | None) -> ChangeTiming:
    """What was asked for, or the usual one."""
    if not offered:
        raise TimingNotOffered("Its last period ends by itself, and no other one follows.", field="when")
    if when and when not in offered:
        raise TimingNotOffered(
            "This change takes effect at the period's end."
            if when is ChangeTiming.NOW
            else "This change takes effect at once.",
            field="when",
        )
    return when or offered[0]
