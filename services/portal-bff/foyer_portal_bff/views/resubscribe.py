"""The page that asks before what has ended begins again."""

from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.views.question import Question, Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, Problem, Problems
from foyer_portal_bff.views.subscriptions import LIVE, charged, display_name, price


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why there is nothing to ask: it has not ended, or nobody comes back to it by themselves."""
    code = "subscription_not_ended" if one.status in LIVE else "reactivation_not_offered"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


def resubscribe_page(one: Subscription, reader: Reader, *, idempotency_key: str) -> Question:
    """It begins again today, at the same price and without a trial."""
    name, amount = display_name(one), charged(one, one.amount, reader)
    today = (
        reader.say("It begins again, without a trial. Your first payment is {amount}.", amount=amount)
        if one.collection == "automatic"
        else reader.say(
            "It begins again, without a trial. You receive an invoice of {amount}.", amount=amount
        )
    )
    return Question(
        name=name,
        title=reader.say("Subscribe to {name} again", name=name),
        action=f"/subscriptions/{one.id}/resubscribe",
        back=f"/subscriptions/{one.id}",
        steps=(Step(reader.say("Today"), today), Step(reader.say("From then on"), price(one, reader))),
        confirm=reader.say("Subscribe again"),
        keep=reader.say("Back"),
        idempotency_key=idempotency_key,
    )
