"""What a cancellation means, in words: when it ends, what is still charged, what comes back."""

from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.gateways.models.subscriptions import Cancellation, Subscription
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.subscriptions import charged, display_name

_NAMED_CHARGES = 3
"""So many payments are named one by one, more than that in one sentence."""


def ends_at_once(plan: Cancellation, reader: Reader) -> bool:
    """Whether nothing is left to wait for."""
    return reader.is_at_once(plan.effective_at)


def charges(one: Subscription, plan: Cancellation, reader: Reader) -> list[tuple[str, str]]:
    """The payments that still come: the day, and what it is for."""
    if len(plan.charges) <= _NAMED_CHARGES:
        return [
            (
                reader.day(charge.at),
                reader.say(
                    "A last payment of {amount}, for the time to {day}.",
                    amount=charged(one, charge.amount, reader),
                    day=reader.day(charge.until),
                )
                if charge is plan.charges[-1]
                else reader.say("A payment of {amount}.", amount=charged(one, charge.amount, reader)),
            )
            for charge in plan.charges
        ]
    total = Amount(
        amount=sum(charge.amount.amount for charge in plan.charges), currency=plan.charges[0].amount.currency
    )
    text = reader.say_many(
        "The first of {n} payment, {amount}.",
        "The first of {n} payments, {amount} in all.",
        len(plan.charges),
        amount=charged(one, total, reader),
    )
    return [(reader.day(plan.charges[0].at), text)]


def comes_back(one: Subscription, plan: Cancellation, reader: Reader) -> str:
    """Where the money for unused time goes; "" when there is none."""
    if plan.credit_to is None or plan.comes_back.amount <= 0:
        return ""
    amount = charged(one, plan.comes_back, reader)
    if plan.credit_to == "refund":
        return reader.say("You get {amount} back for the time that is left.", amount=amount)
    return reader.say("{amount} for the time that is left becomes your credit.", amount=amount)


def keep_words(one: Subscription, reader: Reader) -> str:
    """The way to leave it as it is: `Keep Studio`."""
    return reader.say("Keep {name}", name=display_name(one))
