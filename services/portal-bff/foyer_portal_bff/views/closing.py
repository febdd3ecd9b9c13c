"""The steps of closing an account: what goes, what stays, what is in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from foyer_portal_bff.gateways.models.leaving import Blocker, Leaving
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What is to be done first, and where."""

    text: str
    link: str
    href: str


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """The first step (`sent_to` is "") says what happens, the second asks for the code from the mail."""

    gone: tuple[str, ...]
    kept: tuple[str, ...]
    in_the_way: tuple[InTheWay, ...]
    sent_to: str = ""
    problems: Problems = NONE


def closing_page(
    leaving: Leaving, reader: Reader, *, sent_to: str = "", problems: Problems = NONE
) -> ClosingPage:
    """What the services have said, in words."""
    gone = (
        reader.say("Your name, addresses, phone number, tax ids, and what else stands with your details"),
        reader.say("Your payment methods"),
        reader.say("Your questions with our answers, and our mails to you"),
        reader.say("Everybody's access to this account"),
    )
    until = leaving.documents_kept_until
    documents = (
        reader.say(
            "Your invoices and credit notes, with your name and address on them: the law wants them kept "
            "until {day}",
            day=reader.day(until),
        )
        if until
        else None
    )
    kept = (
        documents,
        reader.say("Direct debit mandates that you have signed, as proof, for about 13 months"),
        reader.say("What was ordered, paid and declared, and when, without your name"),
    )
    return ClosingPage(
        gone=gone,
        kept=tuple(text for text in kept if text),
        in_the_way=tuple(one for blocker in leaving.blockers for one in _in_the_way(blocker, reader)),
        sent_to=sent_to,
        problems=problems,
    )


def _in_the_way(blocker: Blocker, reader: Reader) -> Iterator[InTheWay]:
    if blocker.code == "live_subscriptions":
        for one in blocker.subscriptions:
            yield InTheWay(
                reader.say("{name} goes on. It has to end first.", name=one.name),
                reader.say("See the subscription"),
                f"/subscriptions/{one.id}",
            )
        return
    if blocker.code == "unfinished_orders":
        for order in blocker.orders:
            yield InTheWay(
                reader.say("Order {number} is not finished yet.", number=order.number),
                reader.say("See the order"),
                f"/orders/{order.id}",
            )
        return
    amounts = ", ".join(reader.money(amount) for amount in blocker.amounts)
    if blocker.code == "open_invoices":
        yield InTheWay(
            reader.say("{amount} is still to be paid.", amount=amounts),
            reader.say("See your invoices"),
            "/invoices?status=unpaid",
        )
    elif blocker.code == "payment_under_way":
        yield InTheWay(
            reader.say("A payment of {amount} is under way. It has to arrive first.", amount=amounts),
            reader.say("See your invoices"),
            "/invoices?status=pending",
        )
    elif blocker.code == "open_dispute":
        yield InTheWay(
            reader.say("A payment of {amount} is disputed. That has to be decided first.", amount=amounts),
            reader.say("Ask us"),
            "/support/new",
        )
    elif blocker.code == "credit":
        yield InTheWay(
            reader.say("You have {amount} to your credit. Ask us to pay it out first.", amount=amounts),
            reader.say("Ask us"),
            "/support/new",
        )
    else:
        yield InTheWay(
            reader.say("Something has to be settled first. Please contact us."),
            reader.say("Ask us"),
            "/support/new",
        )
