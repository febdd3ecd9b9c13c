"""What a change of plan costs and when it happens: exactly what is charged if it is confirmed in time."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.plan_changes import PlanQuote
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.gateways.models.tax_quotes import TaxQuote
from foyer_portal_bff.use_cases.quote_plan_change import PricedQuote
from foyer_portal_bff.views.discounts import amount_off, discount_words
from foyer_portal_bff.views.plan import PlanForm
from foyer_portal_bff.views.question import Question, Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.subscriptions import TIMES, charged, display_name


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """One line of what is invoiced, its amount without tax."""

    description: str
    quantity: int
    tax: str
    amount: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The lines of a quote with what they come to."""

    lines: tuple[QuotedLine, ...]
    subtotal: str
    tax: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuotePage(Question):
    """The question with its lines; `quote` is the id that is confirmed, `valid` until when it can be."""

    quote: str
    form: PlanForm
    sum: Sum | None
    valid: str
    again: str
    problems: Problems


def plan_quote_page(
    one: Subscription,
    quote: PricedQuote,
    reader: Reader,
    *,
    form: PlanForm,
    idempotency_key: str,
    problems: Problems = NONE,
) -> PlanQuotePage:
    """Nothing on it is computed again: the service's figures, in the reader's words."""
    base = f"/subscriptions/{one.id}"
    return PlanQuotePage(
        name=display_name(one),
        title=reader.say("Change to {name}", name=_name_after(quote)),
        action=f"{base}/plan",
        back=base,
        steps=_steps(one, quote, reader),
        confirm=_confirm(quote, reader),
        keep=reader.say("Keep it as it is"),
        idempotency_key=idempotency_key,
        quote=quote.plan.id,
        form=form,
        sum=_sum(quote.tax, reader) if quote.tax else None,
        valid=reader.say(
            "These amounts are binding until {clock}.", clock=reader.clock(quote.plan.expires_at)
        ),
        again=f"{base}/plan",
        problems=problems,
    )


def _name_after(quote: PricedQuote) -> str:
    first, *others = quote.plan.items_after
    if others or first.quantity == 1:
        return first.product_name
    return f"{first.product_name} {TIMES} {first.quantity}"


def _confirm(quote: PricedQuote, reader: Reader) -> str:
    if quote.plan.must_be_paid_first:
        return reader.say("Order for {amount}", amount=reader.money(quote.due_now))
    return reader.say("Confirm change")


def _steps(one: Subscription, quote: PricedQuote, reader: Reader) -> tuple[Step, ...]:
    plan, name = quote.plan, _name_after(quote)
    changes = reader.say("It changes to {name}.", name=name)
    if not reader.is_at_once(plan.effective_at):
        stays = reader.say("Until then everything stays as it is, and you can undo it.")
        first = Step(reader.day(plan.effective_at), f"{changes} {stays}")
    elif plan.must_be_paid_first:
        waits = reader.say(
            "You receive an invoice of {amount}. It changes to {name} once that is paid, within 24 hours.",
            amount=reader.money(quote.due_now),
            name=name,
        )
        first = Step(reader.say("Today"), waits)
    else:
        trial = reader.say("Your trial ends.") if plan.ends_trial else ""
        said = (changes, trial, _money(quote, reader))
        first = Step(reader.say("Today"), " ".join(text for text in said if text))
    if plan.discount:
        yours = reader.say("You get {discount}.", discount=discount_words(plan.discount, one, reader))
        first = Step(first.when, f"{first.text} {yours}")
    if plan.next.at is None:
        return (first,)
    price = reader.price(plan.next.amount, plan.next.interval, plan.next.interval_count)
    then = reader.say("From then on {price}.", price=price)
    told = (then, _first_time(one, plan, reader), _on_next_invoice(quote, reader))
    second = Step(reader.day(plan.next.at), " ".join(text for text in told if text))
    if first.when == second.when:
        return (Step(first.when, f"{first.text} {second.text}"),)
    return (first, second)


def _first_time(one: Subscription, plan: PlanQuote, reader: Reader) -> str:
    """What is charged on that day, where it is not what each time costs."""
    charge, discount = plan.next.charge, plan.discount or one.discount
    if charge is None or charge.amount == plan.next.amount:
        return ""
    amount = charged(one, charge.amount, reader)
    if discount and charge.discount and charge.discount.amount:
        off = amount_off(discount, reader)
        return reader.say("On this day it is {amount}, with {discount}.", amount=amount, discount=off)
    return reader.say("On this day it is {amount}.", amount=amount)


def _money(quote: PricedQuote, reader: Reader) -> str:
    if quote.plan.due != "now" or not quote.tax:
        return ""
    if quote.credit.amount:
        return reader.say("{amount} is credited to your balance.", amount=reader.money(quote.credit))
    return reader.say("You receive an invoice of {amount}.", amount=reader.money(quote.due_now))


def _on_next_invoice(quote: PricedQuote, reader: Reader) -> str:
    if quote.plan.due != "next_invoice" or not quote.tax:
        return ""
    if quote.credit.amount:
        return reader.say("{amount} is taken off this invoice.", amount=reader.money(quote.credit))
    return reader.say("{amount} for the days until then is added.", amount=reader.money(quote.total))


def _sum(tax: TaxQuote, reader: Reader) -> Sum:
    return Sum(
        lines=tuple(
            QuotedLine(line.description, line.quantity, reader.percent(line.rate), reader.money(line.net))
            for line in tax.lines
        ),
        subtotal=reader.money(tax.net),
        tax=reader.money(tax.tax),
        total=reader.money(tax.total),
    )
