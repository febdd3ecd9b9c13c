"""The page that asks before a pause ends early."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.views.pause import Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, Problem, Problems
from foyer_portal_bff.views.subscriptions import display_name


@dataclass(frozen=True, slots=True)
class ResumePage:
    """The question."""

    id: str
    name: str
    action: str
    back: str
    steps: tuple[Step, ...]
    idempotency_key: str


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why there is nothing to ask: it runs, or the business paused it."""
    code = "paused_by_business" if one.status == "paused" else "not_paused"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


def resume_page(one: Subscription, reader: Reader, *, idempotency_key: str) -> ResumePage:
    """What happens when it is resumed now: the next payment comes after the paid days that were left."""
    steps = [Step(reader.say("Today"), reader.say("It runs again."))]
    if one.paused_at:
        charge = one.current_period_end + (reader.now - one.paused_at)
        amount = reader.money(one.next_charge.amount if one.next_charge else one.amount)
        steps.append(Step(reader.day(charge), reader.say("Your next payment of {amount}.", amount=amount)))
    return ResumePage(
        id=one.id,
        name=display_name(one),
        action=f"/subscriptions/{one.id}/resume",
        back=f"/subscriptions/{one.id}",
        steps=tuple(steps),
        idempotency_key=idempotency_key,
    )
