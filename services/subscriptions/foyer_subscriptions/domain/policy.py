"""What customers may do with a product's subscriptions by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from foyer_subscriptions.domain.errors import PolicyOutOfRange

MOST_PLAN_PRODUCTS = 10
"""So many products are offered for a change of plan, the subscription's own one among them."""


class CancellationMode(StrEnum):
    """How a cancellation by the customer takes effect."""

    REQUEST = "request"
    PERIOD_END = "period_end"
    IMMEDIATE = "immediate"


class NoticePolicy(StrEnum):
    """From when a requested cancellation counts."""

    NOTICE_OR_PERIOD_END_LATER = "notice_or_period_end_later"
    NOTICE = "notice"
    NOTICE_CAPPED_WITH_PRORATA_REFUND = "notice_capped_with_prorata_refund"


class CancellationCredit(StrEnum):
    """What comes back of the paid period when a cancellation takes effect at once."""

    PRORATE = "prorate"
    NONE = "none"


class PauseTiming(StrEnum):
    """When a pause begins."""

    NOW = "now"
    PERIOD_END = "period_end"


class PauseUnused(StrEnum):
    """What becomes of the paid days that a pause leaves unused."""

    SHIFT = "shift"
    """They come after it: the next billing date moves."""
    CREDIT = "credit"
    """They are credited, and a new period begins when it ends."""


class PlanChangeTiming(StrEnum):
    """When a change of plan takes effect."""

    UPGRADE_NOW_DOWNGRADE_LATER = "upgrade_now_downgrade_later"
    NOW = "now"
    PERIOD_END = "period_end"
    CUSTOMER_CHOICE = "customer_choice"


class Proration(StrEnum):
    """What a change of plan within a paid period costs."""

    PRORATE = "prorate"
    """The difference for the rest of the period, on the next invoice."""
    INVOICE_NOW = "invoice_now"
    NONE = "none"
    RESET = "reset"
    """A new period begins, and the rest of the old one is credited."""


class TrialChange(StrEnum):
    """What a change of plan does to a trial."""

    END_TRIAL = "end_trial"
    CONTINUE_TRIAL = "continue_trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfServicePolicy:
    """Each toggle stands alone; the defaults are those of a new product."""

    allow_self_management: bool = True
    allow_pause: bool = True
    allow_cancel: bool = True
    allow_upgrade: bool = False
    allow_downgrade: bool = False
    allow_cycle_change: bool = False
    allow_quantity_change: bool = False
    allow_reactivate: bool = True
    allow_promotion_codes: bool = False
    cancellation_mode: CancellationMode = CancellationMode.REQUEST
    notice_policy: NoticePolicy = NoticePolicy.NOTICE_OR_PERIOD_END_LATER
    notice_days: int = 30
    cancellation_credit: CancellationCredit = CancellationCredit.PRORATE
    pause_min_days: int = 1
    pause_max_months: int = 3
    pauses_per_year: int | None = None
    pause_timing: PauseTiming = PauseTiming.NOW
    """`now`: at once, unless the customer chooses the period's end; `period_end`: only then."""
    pause_unused: PauseUnused = PauseUnused.SHIFT
    plan_change_timing: PlanChangeTiming = PlanChangeTiming.UPGRADE_NOW_DOWNGRADE_LATER
    proration: Proration = Proration.PRORATE
    trial_change: TrialChange = TrialChange.END_TRIAL
    plan_products: tuple[str, ...] | None = None
    """The other products that customers may change to; None for the oldest that are sold."""

    def __post_init__(self) -> None:
        _within("notice_days", self.notice_days, 0, 365)
        _within("pause_min_days", self.pause_min_days, 1, 28)
        _within("pause_max_months", self.pause_max_months, 1, 24)
        if self.pauses_per_year is not None:
            _within("pauses_per_year", self.pauses_per_year, 1, 365)
        if self.plan_products is not None and len(self.plan_products) >= MOST_PLAN_PRODUCTS:
            raise PolicyOutOfRange(
                f"At most {MOST_PLAN_PRODUCTS} products are offered, its own one among them.",
                field="self_service.plan_products",
            )

    @property
    def offers_pause(self) -> bool:
        """Whether customers see Pause at all."""
        return self.allow_self_management and self.allow_pause

    @property
    def offers_cancel(self) -> bool:
        """Whether customers see Cancel; the legal cancel page stays in any case."""
        return self.allow_self_management and self.allow_cancel

    @property
    def offers_plan_changes(self) -> bool:
        """Whether customers change anything about their plan."""
        return self.allow_self_management and (
            self.allow_upgrade
            or self.allow_downgrade
            or self.allow_cycle_change
            or self.allow_quantity_change
        )

    @property
    def offers_reactivate(self) -> bool:
        """Whether customers take a pending cancellation back, and subscribe again after the end."""
        return self.allow_self_management and self.allow_reactivate

    @property
    def offers_promotion_codes(self) -> bool:
        """Whether customers use promotion codes by themselves."""
        return self.allow_self_management and self.allow_promotion_codes


def strictest(policies: Sequence[SelfServicePolicy]) -> SelfServicePolicy:
    """The policy of a subscription with several products: what one forbids is forbidden."""
    first, *others = policies
    if not others:
        return first
    toggles = {
        field.name: all(getattr(policy, field.name) for policy in policies)
        for field in fields(first)
        if field.type is bool
    }
    yearly = [policy.pauses_per_year for policy in policies if policy.pauses_per_year is not None]
    return SelfServicePolicy(
        **toggles,
        cancellation_mode=first.cancellation_mode,
        notice_policy=first.notice_policy,
        notice_days=max(policy.notice_days for policy in policies),
        cancellation_credit=first.cancellation_credit,
        pause_min_days=max(policy.pause_min_days for policy in policies),
        pause_max_months=min(policy.pause_max_months for policy in policies),
        pauses_per_year=min(yearly, default=None),
        pause_timing=(
            PauseTiming.PERIOD_END
            if any(policy.pause_timing is PauseTiming.PERIOD_END for policy in policies)
            else PauseTiming.NOW
        ),
        pause_unused=(
            PauseUnused.SHIFT
            if any(policy.pause_unused is PauseUnused.SHIFT for policy in policies)
            else PauseUnused.CREDIT
        ),
        # What has several products changes no plan: the first one's settings are as good as any.
        plan_change_timing=first.plan_change_timing,
        proration=first.proration,
        trial_change=first.trial_change,
        plan_products=first.plan_products,
    )


def _within(field: str, value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        raise PolicyOutOfRange(f"{field} is between {lowest} and {highest}.", field=f"self_service.{field}")
