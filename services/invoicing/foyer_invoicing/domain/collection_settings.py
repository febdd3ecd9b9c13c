"""When a business opens collection cases, how fast they go on, and which payment plans it offers."""

from dataclasses import dataclass
from enum import StrEnum

from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money

ALL_INSTALMENTS = (2, 3, 6, 12)
_LATEST_OPENING = 365
_LONGEST_STAGE = 90
_LONGEST_GRACE = 30


class CaseDaysOutOfRange(Invalid):
    """Too soon or too late for a case, a stage, or a missed instalment."""

    code = "case_days_out_of_range"


class InstalmentsUnknown(Invalid):
    """Other numbers of instalments than there are plans for."""

    code = "instalments_unknown"


class PlanRuleIncomplete(Invalid):
    """An amount without a number of instalments, or the other way round, or nothing of either."""

    code = "plan_rule_incomplete"


class CaseOpening(StrEnum):
    """Who opens collection cases."""

    OFF = "off"
    AUTOMATIC = "automatic"
    """So many days after the due date, by itself; staff may too."""
    BY_STAFF = "by_staff"


@dataclass(frozen=True, slots=True)
class PlanRule:
    """Which requests are approved by themselves: both limits hold."""

    up_to: Money
    most_instalments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSettings:
    """Days are the business's."""

    opening: CaseOpening = CaseOpening.OFF
    open_after_days: int = 14
    """After the due date."""
    days_between_stages: int | None = 14
    """None: staff alone take a case to its next stage."""
    plans_offered: bool = False
    instalments: tuple[int, ...] = ALL_INSTALMENTS
    plan_rule: PlanRule | None = None
    grace_days: int = 7
    """After the day of an instalment, before the plan is broken."""


USUAL_COLLECTION = CollectionSettings()


def check_collection_settings(settings: CollectionSettings) -> None:
    """Refuse what cannot be meant."""
    ranges = {
        "open_after_days": (settings.open_after_days, 1, _LATEST_OPENING),
        "days_between_stages": (settings.days_between_stages, 1, _LONGEST_STAGE),
        "grace_days": (settings.grace_days, 0, _LONGEST_GRACE),
    }
    for field, (days, least, most) in ranges.items():
        if days is not None and not least <= days <= most:
            raise CaseDaysOutOfRange(f"From {least} to {most} days.", field=field)
    if not settings.instalments or not set(settings.instalments) <= set(ALL_INSTALMENTS):
        raise InstalmentsUnknown("Some of 2, 3, 6 and 12.", field="instalments")
    rule = settings.plan_rule
    if rule is not None and (rule.up_to.amount <= 0 or rule.most_instalments not in ALL_INSTALMENTS):
        raise PlanRuleIncomplete(
            "An amount above zero, and one of 2, 3, 6 and 12 instalments.", field="plan_rule"
        )
