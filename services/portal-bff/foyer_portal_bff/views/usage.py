"""What was used of what is paid by use: so far, against what is included, and in the periods before."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.usage import Usage, UsagePeriod
from foyer_portal_bff.views.reader import Reader


@dataclass(frozen=True, slots=True)
class Meter:
    """One item in the period that runs: for the bar and its words. Without `included` there is no bar."""

    name: str
    text: str
    used: int
    included: int
    cost: str


@dataclass(frozen=True, slots=True)
class PastUse:
    """A closed period of one item."""

    name: str
    period: str
    quantity: str
    cost: str


@dataclass(frozen=True, slots=True)
class UsageSection:
    """The section of a subscription's page."""

    until: str
    meters: tuple[Meter, ...]
    past: tuple[PastUse, ...]


def usage_section(usage: Usage | None, reader: Reader) -> UsageSection | None:
    """None where nothing is paid by use."""
    if usage is None or not usage.current:
        return None
    day = reader.day(usage.current[0].period_end)
    return UsageSection(
        until=reader.say("Counted until {day}, and charged then.", day=day),
        meters=tuple(_meter(period, reader) for period in usage.current),
        past=tuple(_past(period, reader) for period in usage.past),
    )


def _meter(period: UsagePeriod, reader: Reader) -> Meter:
    used = reader.number(period.quantity)
    if period.included_units:
        included = reader.number(period.included_units)
        text = (
            reader.say("{used} of {included} included units used", used=used, included=included)
            if period.quantity <= period.included_units
            else reader.say("{used} units used, {included} of them included", used=used, included=included)
        )
    else:
        text = reader.say_many("{n} unit used", "{n} units used", period.quantity)
    return Meter(
        name=period.product_name,
        text=text,
        used=min(period.quantity, period.included_units),
        included=period.included_units,
        cost=reader.say("{amount} so far", amount=reader.money(period.amount)),
    )


def _past(period: UsagePeriod, reader: Reader) -> PastUse:
    return PastUse(
        name=period.product_name,
        period=reader.say(
            "{start} to {end}", start=reader.day(period.period_start), end=reader.day(period.period_end)
        ),
        quantity=reader.number(period.quantity),
        cost=reader.money(period.amount),
    )
