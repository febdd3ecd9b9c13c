"""The step between the reason and the confirmation: other ways than to cancel."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.retention import RetentionOffer
from foyer_portal_bff.gateways.models.subscriptions import Cancellation, Subscription
from foyer_portal_bff.views.cancel import CancelForm, what_canceling_means
from foyer_portal_bff.views.cancellation import keep_words
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.discounts import discount_words
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems
from foyer_portal_bff.views.subscriptions import charged, display_name


@dataclass(frozen=True, slots=True)
class OffersPage:
    """Nothing is preselected; `anyway` is where the way on leads."""

    name: str
    title: str
    action: str
    anyway: str
    back: str
    first: str
    lead: str
    keep: str
    offers: tuple[Choice, ...]
    form: CancelForm
    idempotency_key: str
    problems: Problems


def nothing_chosen(reader: Reader) -> Problems:
    """Neither an offer nor the way on."""
    return Problems((Problem("offer", reader.say("Choose one of these, or cancel anyway.")),))


def offers_page(
    one: Subscription,
    plan: Cancellation,
    offers: tuple[RetentionOffer, ...],
    reader: Reader,
    *,
    form: CancelForm,
    idempotency_key: str,
    problems: Problems = NONE,
) -> OffersPage:
    """All of them, in the business's order."""
    base = f"/subscriptions/{one.id}"
    return OffersPage(
        name=display_name(one),
        title=reader.say("Before you go"),
        action=f"{base}/cancel/offer",
        anyway=f"{base}/cancel/confirm",
        back=base,
        first=f"{base}/cancel" if plan.reasons else "",
        lead=what_canceling_means(one, plan, reader),
        keep=keep_words(one, reader),
        offers=tuple(_choice(offer, one, reader) for offer in offers),
        form=form,
        idempotency_key=idempotency_key,
        problems=problems,
    )


def _choice(offer: RetentionOffer, one: Subscription, reader: Reader) -> Choice:
    words, hint = _words(offer, one, reader)
    return Choice(f"{offer.kind}.{offer.code}", offer.label or words, chosen=False, hint=hint)


def _words(offer: RetentionOffer, one: Subscription, reader: Reader) -> tuple[str, str]:
    match offer.kind:
        case "coupon" if offer.discount:
            return discount_words(offer.discount, one, reader), _next_payment(offer, one, reader)
        case "trial_extension" if offer.trial_ends_at:
            days = offer.days or 0
            longer = reader.say_many("{n} more day of trial", "{n} more days of trial", days)
            ends = reader.say("Your trial ends on {day} then.", day=reader.day(offer.trial_ends_at))
            return longer, ends
        case "pause":
            pause = reader.say("Nothing is charged until you come back. You choose the dates next.")
            return reader.say("Pause instead"), pause
        case "plan":
            costs = reader.say("You see what each costs before anything changes.")
            return reader.say("Choose a smaller plan"), costs
        case "contact":
            return reader.say("Talk to us"), reader.say("Tell us what is wrong, and we look for a way.")
        case _:
            return offer.code.replace("_", " ").capitalize(), ""


def _next_payment(offer: RetentionOffer, one: Subscription, reader: Reader) -> str:
    charge = offer.next_charge
    if charge is None:
        return ""
    return reader.say(
        "Your next payment is {amount}, on {day}.",
        amount=charged(one, charge.amount, reader),
        day=reader.day(charge.at),
    )
