"""The steps of a cancellation: why, which may be skipped, then what happens when it is confirmed."""

from dataclasses import dataclass

from foyer_portal_bff.domain.declaration import Words
from foyer_portal_bff.gateways.models.subscriptions import Cancellation, Reason, Subscription
from foyer_portal_bff.views.cancellation import charges, comes_back, ends_at_once, keep_words
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.question import Question, Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, NONE, Problem, Problems
from foyer_portal_bff.views.status import mark
from foyer_portal_bff.views.subscriptions import LIVE, display_name, pending_cancellation, scheduled_pause

LONGEST_MESSAGE = 2_000

_REASONS = {
    "too_expensive": mark("It is too expensive"),
    "missing_features": mark("Something that I need is missing"),
    "switched_service": mark("I use another service now"),
    "unused": mark("I do not use it enough"),
    "customer_service": mark("I was not helped well"),
    "too_complex": mark("It is too complicated"),
    "low_quality": mark("The quality is not what I expected"),
    "other": mark("Another reason"),
}


@dataclass(frozen=True, slots=True)
class CancelForm:
    """What was said so far; each step's form carries it to the next one."""

    reason: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """The first step; `keep` is the words of the way out."""

    name: str
    title: str
    action: str
    back: str
    lead: str
    keep: str
    reasons: tuple[Choice, ...]
    form: CancelForm
    longest: int
    problems: Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPage(Question):
    """The last step, with the services that end too. `first` is where the steps begin, "" when this is the
    only one.
    """

    form: CancelForm
    linked: tuple[str, ...]
    first: str
    offered: bool
    """Whether other ways were shown before."""
    promise: str
    """What is shown, for the service that keeps it."""
    problems: Problems
    remark: str = ""
    """What is to be known before, "" in the usual case."""


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why there are no steps: it ends already, has ended, or its policy does not offer it."""
    if one.status not in LIVE:
        code = "subscription_already_ended"
    else:
        code = "cancellation_already_pending" if pending_cancellation(one) else "cancel_not_offered"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


def check_message(form: CancelForm, reader: Reader) -> Problems:
    """What can be said before the service is asked."""
    if len(form.message) <= LONGEST_MESSAGE:
        return NONE
    text = reader.say("Please use {most} characters at most.", most=LONGEST_MESSAGE)
    return Problems((Problem("message", text),))


def what_canceling_means(one: Subscription, plan: Cancellation, reader: Reader) -> str:
    """In one sentence, before anything is confirmed."""
    name = display_name(one)
    return (
        reader.say("If you cancel, {name} ends at once. Nothing changes until you confirm.", name=name)
        if ends_at_once(plan, reader)
        else reader.say(
            "If you cancel, {name} ends on {day}. Nothing changes until you confirm.",
            name=name,
            day=reader.day(plan.effective_at),
        )
    )


def reason_page(
    one: Subscription, plan: Cancellation, reader: Reader, *, form: CancelForm, problems: Problems = NONE
) -> ReasonPage:
    """Nothing is preselected."""
    name = display_name(one)
    return ReasonPage(
        name=name,
        title=_title(one, reader),
        action=f"/subscriptions/{one.id}/cancel/reason",
        back=f"/subscriptions/{one.id}",
        lead=what_canceling_means(one, plan, reader),
        keep=keep_words(one, reader),
        reasons=tuple(
            Choice(reason.code, _words(reason, reader), chosen=reason.code == form.reason)
            for reason in plan.reasons
        ),
        form=form,
        longest=LONGEST_MESSAGE,
        problems=problems,
    )


def confirm_page(
    one: Subscription,
    plan: Cancellation,
    reader: Reader,
    *,
    form: CancelForm,
    idempotency_key: str,
    offered: bool = False,
    problems: Problems = NONE,
) -> ConfirmPage:
    """What ends when, what is still charged until then, and what comes back."""
    base = f"/subscriptions/{one.id}"
    return ConfirmPage(
        name=display_name(one),
        title=_title(one, reader),
        action=f"{base}/cancel",
        back=base,
        steps=_steps(one, plan, reader),
        confirm=reader.say("Cancel subscription"),
        keep=keep_words(one, reader),
        idempotency_key=idempotency_key,
        form=form,
        linked=tuple(service.name for service in plan.linked_services),
        first=f"{base}/cancel" if plan.reasons else "",
        offered=offered,
        promise=plan.promise or "",
        problems=problems,
    )


def away_page(
    name: str, subscription_id: str, reader: Reader, *, form: CancelForm, idempotency_key: str
) -> ConfirmPage:
    """The last step while nobody can say when it ends: that is no reason to wait with it."""
    return ConfirmPage(
        name=name,
        title=reader.say("Cancel {name}", name=name),
        action=f"/subscriptions/{subscription_id}/cancel",
        back=f"/subscriptions/{subscription_id}",
        steps=(
            Step(
                reader.say("Today"),
                reader.say("We receive your cancellation. It counts from this moment."),
            ),
            Step(
                reader.say("In a while"),
                reader.say(
                    "As soon as this part is back, a mail tells you on which day {name} ends.", name=name
                ),
            ),
        ),
        confirm=reader.say("Cancel subscription"),
        keep=reader.say("Keep {name}", name=name),
        idempotency_key=idempotency_key,
        form=form,
        linked=(),
        first="",
        offered=False,
        promise="",
        problems=NONE,
        remark=reader.say("This part is not available right now. You can cancel all the same."),
    )


def words_of(form: CancelForm, subscription_id: str) -> Words:
    """What the form declares."""
    return Words(
        subscription_id=subscription_id, reason=form.reason or None, message=form.message.strip() or None
    )


def reason_words(code: str, reader: Reader) -> str:
    """A reason in Foyer's own words, or as near to them as its code is."""
    return reader.say(_REASONS.get(code, code.replace("_", " ").capitalize()))


def _title(one: Subscription, reader: Reader) -> str:
    return reader.say("Cancel {name}", name=display_name(one))


def _words(reason: Reason, reader: Reader) -> str:
    return reason.label or reason_words(reason.code, reader)


def _steps(one: Subscription, plan: Cancellation, reader: Reader) -> tuple[Step, ...]:
    name, today = display_name(one), reader.say("Today")
    received = reader.say("We receive your cancellation and send you a receipt by mail.")
    if ends_at_once(plan, reader):
        ends = reader.say("{name} ends as soon as you confirm, and nothing more is charged.", name=name)
        return (Step(today, _joined(received, ends, *_money(one, plan, reader))),)
    stays = (
        reader.say("It stays paused until the end.")
        if one.status == "paused"
        else reader.say("Until the end everything stays as it is.")
    )
    no_pause = reader.say("The planned pause does not take place.") if scheduled_pause(one) else ""
    ends = reader.say("{name} ends. Nothing is charged from then on.", name=name)
    return (
        Step(today, _joined(received, stays, no_pause)),
        *(Step(day, text) for day, text in charges(one, plan, reader)),
        Step(reader.day(plan.effective_at), _joined(ends, *_money(one, plan, reader))),
    )


def _money(one: Subscription, plan: Cancellation, reader: Reader) -> tuple[str, str]:
    owes = one.status in {"past_due", "suspended"}
    overdue = reader.say("What is overdue still has to be paid.") if owes else ""
    return comes_back(one, plan, reader), overdue


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
