"""A promotion code: the form that takes one, and what it changes before it is used."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.subscriptions import DiscountPreview, NextCharge, Subscription
from foyer_portal_bff.views.discounts import discount_words
from foyer_portal_bff.views.question import Question, Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, NONE, Problem, Problems
from foyer_portal_bff.views.subscriptions import LIVE, charged, display_name, pending_cancellation

LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class CodePage:
    """The form."""

    name: str
    action: str
    back: str
    code: str
    longest: int
    problems: Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePreviewPage(Question):
    """What the code changes; `again` is where another one is typed."""

    code: str
    again: str


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why no code can be used: it ends, has ended, or its policy does not offer it."""
    if one.status not in LIVE:
        code = "subscription_already_ended"
    else:
        code = "cancellation_pending" if pending_cancellation(one) else "promotion_codes_not_offered"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


def check_code(code: str, reader: Reader) -> Problems:
    """What can be said before the service is asked."""
    if not code:
        return Problems((Problem("code", reader.say("Type the code.")),))
    if len(code) > LONGEST_CODE:
        unknown = BY_CODE["promotion_code_unknown"]
        return Problems((Problem("code", reader.say(unknown)),))
    return NONE


def code_page(one: Subscription, *, code: str, problems: Problems = NONE) -> CodePage:
    """What was typed stays."""
    base = f"/subscriptions/{one.id}"
    return CodePage(
        name=display_name(one),
        action=f"{base}/promotion-code/preview",
        back=base,
        code=code,
        longest=LONGEST_CODE,
        problems=problems,
    )


def code_preview_page(
    one: Subscription, preview: DiscountPreview, reader: Reader, *, code: str, idempotency_key: str
) -> CodePreviewPage:
    """How much, how long, and what the next payment is with it."""
    base = f"/subscriptions/{one.id}"
    return CodePreviewPage(
        name=display_name(one),
        title=reader.say("Use a promotion code for {name}", name=display_name(one)),
        action=f"{base}/promotion-code",
        back=base,
        steps=_steps(one, preview, reader),
        confirm=reader.say("Use this code"),
        keep=reader.say("Back"),
        idempotency_key=idempotency_key,
        code=code,
        again=f"{base}/promotion-code",
    )


def _steps(one: Subscription, preview: DiscountPreview, reader: Reader) -> tuple[Step, ...]:
    yours = reader.say("You get {discount}.", discount=discount_words(preview.discount, one, reader))
    replaced = (
        reader.say(
            "It takes the place of the discount that you have: {discount}.",
            discount=discount_words(preview.replaces, one, reader),
        )
        if preview.replaces
        else ""
    )
    today = Step(reader.say("Today"), f"{yours} {replaced}".strip())
    before, after = preview.next_charge_before, preview.next_charge_after
    if before is None or after is None:
        nothing = reader.say("Nothing is charged for now. The discount waits for the next payment.")
        return (today, Step(reader.say("Later"), nothing))
    return (today, Step(reader.day(after.at), _payment(one, before, after, reader)))


def _payment(one: Subscription, before: NextCharge, after: NextCharge, reader: Reader) -> str:
    amount, instead = charged(one, after.amount, reader), reader.money(before.amount)
    if after.amount == before.amount:
        return reader.say("Your next payment stays {amount}.", amount=amount)
    return reader.say("Your next payment is {amount}, instead of {before}.", amount=amount, before=instead)
