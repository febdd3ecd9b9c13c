"""Tickets: the list, one of them with its replies, and the form for a new one."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.gateways.models.support import Reply, Ticket
from foyer_portal_bff.views import status
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems
from foyer_portal_bff.views.status import Badge
from foyer_portal_bff.views.subscriptions import display_name

ASKED = ("question", "billing", "technical")
"""The categories that a customer chooses from; the others belong to their own flows."""

LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket in the list."""

    href: str
    subject: str
    remark: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class SupportPage:
    """The list."""

    tickets: tuple[TicketLine, ...]
    more: More | None
    may_ask: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Something that one side wrote."""

    who: str
    when: str
    text: str
    ours: bool


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One ticket."""

    subject: str
    badge: Badge
    number: str
    category: str
    opened: str
    talk: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class TicketForm:
    """What was typed, as it was typed."""

    subject: str = ""
    category: str = "question"
    text: str = ""


def form_about(one: Subscription, reader: Reader) -> TicketForm:
    """A new question about a subscription, with its subject filled in."""
    return TicketForm(subject=reader.say("About {name}", name=display_name(one)))


@dataclass(frozen=True, slots=True)
class NewTicketPage:
    """The form."""

    form: TicketForm
    categories: tuple[Choice, ...]
    longest_subject: int
    longest_text: int
    problems: Problems
    idempotency_key: str


def support_page(
    tickets: tuple[Ticket, ...], reader: Reader, *, more: More | None, may_ask: bool
) -> SupportPage:
    """Newest first, as support orders them."""
    return SupportPage(
        tickets=tuple(
            TicketLine(
                href=f"/support/{ticket.id}",
                subject=ticket.subject,
                remark=f"{ticket.number} · {reader.day(ticket.opened_at)}",
                badge=status.badge(status.TICKET, ticket.status, reader),
            )
            for ticket in tickets
        ),
        more=more,
        may_ask=may_ask,
    )


def ticket_page(ticket: Ticket, reader: Reader, *, business: str) -> TicketPage:
    """What was asked, then the replies in their order."""
    opened = reader.day_and_clock(ticket.opened_at)
    ours = ticket.opened_by == "customer"
    who = reader.say("You") if ours else business
    asked = (Said(who, opened, ticket.text, ours=ours),) if ticket.text else ()
    return TicketPage(
        subject=ticket.subject,
        badge=status.badge(status.TICKET, ticket.status, reader),
        number=ticket.number,
        category=status.category(ticket.category, reader),
        opened=opened,
        talk=asked + tuple(_said(reply, reader, business) for reply in ticket.replies),
    )


def new_ticket_page(
    reader: Reader, *, form: TicketForm, idempotency_key: str, problems: Problems = NONE
) -> NewTicketPage:
    """The form with what was typed so far."""
    return NewTicketPage(
        form=form,
        categories=tuple(
            Choice(name, status.category(name, reader), chosen=name == form.category) for name in ASKED
        ),
        longest_subject=LONGEST_SUBJECT,
        longest_text=LONGEST_TEXT,
        problems=problems,
        idempotency_key=idempotency_key,
    )


def check_ticket(form: TicketForm, reader: Reader) -> Problems:
    """What can be said before support is asked."""
    problems = []
    if not form.subject.strip():
        problems.append(Problem("subject", reader.say("Say in a few words what it is about.")))
    if not form.text.strip():
        problems.append(Problem("text", reader.say("Write what we can help you with.")))
    return Problems(tuple(problems))


def _said(reply: Reply, reader: Reader, business: str) -> Said:
    ours = reply.by == "customer"
    who = reader.say("You") if ours else business
    return Said(who, reader.day_and_clock(reply.at), reply.text, ours)
