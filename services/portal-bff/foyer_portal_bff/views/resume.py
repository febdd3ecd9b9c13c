"""The page that asks before a pause ends early."""

from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.views.question import Question, Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, Problem, Problems
from foyer_portal_bff.views.subscriptions import charged, display_name


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why there is nothing to ask: it runs, or the business paused it."""
    code = "paused_by_business" if one.status == "paused" else "not_paused"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


def resume_page(one: Subscription, reader: Reader, *, idempotency_key: str) -> Question:
    """What happens when it is resumed now: the next payment comes after the paid days that were left."""
    steps = [Step(reader.say("Today"), reader.say("It runs again."))]
    if one.paused_at:
        charge = one.current_period_end + (reader.now - one.paused_at)
        amount = charged(one, one.next_charge.amount if one.next_charge else one.amount, reader)
        steps.append(Step(reader.day(charge), reader.say("Your next payment of {amount}.", amount=amount)))
    name = display_name(one)
    return Question(
        name=name,
        title=reader.say("Resume {name}", name=name),
        action=f"/subscriptions/{one.id}/resume",
        back=f"/subscriptions/{one.id}",
        steps=tuple(steps),
        confirm=reader.say("Resume subscription"),
        keep=reader.say("Stay paused"),
        idempotency_key=idempotency_key,
    )
