"""Tickets: the list, one of them with its replies, and the form for a new one."""

from collections.abc import Iterator
from dataclasses import dataclass

from foyer_shared.markdown import safe_html
from markupsafe import Markup

from foyer_portal_bff.gateways.models.invoicing import Invoice, Order
from foyer_portal_bff.gateways.models.refund_requests import RefundRequest
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.gateways.models.support import Attachment, Reply, Step, Ticket
from foyer_portal_bff.views import status
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refund_outcome import refund_outcome
from foyer_portal_bff.views.refusals import NONE, Problem, Problems
from foyer_portal_bff.views.status import Badge
from foyer_portal_bff.views.subscriptions import display_name

ASKED = ("question", "billing", "technical")
"""The categories that a customer chooses from; the others belong to their own flows."""

LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000
MOST_FILES = 5
ACCEPTED = ".png,.jpg,.jpeg,.gif,.webp,.pdf,.txt,.log,.csv"
"""What support takes, so that a browser offers nothing else."""


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
class FileLink:
    """A file to save."""

    href: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something that one side wrote."""

    who: str
    when: str
    html: Markup
    ours: bool
    files: tuple[FileLink, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """A move of the ticket."""

    text: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class AboutLink:
    """Something of the customer's that the ticket is about."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One ticket."""

    subject: str
    badge: Badge
    number: str
    category: str
    opened: str
    talk: tuple[Said, ...]
    about: tuple[AboutLink, ...]
    outcome: str
    """What becomes of the refund request that opened it; "" where staff have said so on it."""
    happened: tuple[Happened, ...]
    address: str
    may_reply: bool
    may_close: bool
    may_reopen: bool
    typed: str
    longest_text: int
    accepted: str
    problems: Problems
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class TicketForm:
    """What was typed, as it was typed."""

    subject: str = ""
    category: str = "question"
    text: str = ""
    about: str = ""
    """The id of a subscription, an invoice or an order."""

    @property
    def links(self) -> dict[str, str]:
        """What it is about, by the name of support's field; nothing for what is no such id."""
        field = _LINKS.get(self.about.partition("_")[0])
        return {field: self.about} if field else {}


_LINKS = {"sub": "subscription_id", "inv": "invoice_id", "ord": "order_id"}


def form_about(thing: Subscription | Invoice | Order, reader: Reader) -> TicketForm:
    """A new question about something of the customer's, with its subject filled in."""
    name = display_name(thing) if isinstance(thing, Subscription) else thing.number
    return TicketForm(subject=reader.say("About {name}", name=name), about=thing.id)


@dataclass(frozen=True, slots=True)
class Things:
    """What a customer can ask about; empty where it cannot be had now."""

    subscriptions: tuple[Subscription, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    orders: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind to choose from."""

    label: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class NewTicketPage:
    """The form."""

    form: TicketForm
    categories: tuple[Choice, ...]
    things: tuple[Group, ...]
    longest_subject: int
    longest_text: int
    accepted: str
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


def ticket_page(
    ticket: Ticket,
    reader: Reader,
    *,
    business: str,
    may_write: bool,
    idempotency_key: str,
    typed: str = "",
    problems: Problems = NONE,
) -> TicketPage:
    """What was asked, then the replies in their order, and what can be done."""
    can = set(ticket.actions) if may_write else set()
    opened = reader.day_and_clock(ticket.opened_at)
    ours = ticket.opened_by == "customer"
    who = reader.say("You") if ours else business
    files = _files(ticket, ticket.attachments, reader)
    asked = (Said(who, opened, _html(ticket.text), ours, files),) if ticket.text else ()
    return TicketPage(
        subject=ticket.subject,
        badge=status.badge(status.TICKET, ticket.status, reader),
        number=ticket.number,
        category=status.category(ticket.category, reader),
        opened=opened,
        talk=asked + tuple(_said(ticket, reply, reader, business) for reply in ticket.replies),
        about=tuple(_about(ticket, reader)),
        outcome=_outcome(ticket.refund_request, reader),
        happened=tuple(_happened(step, reader, business) for step in ticket.history),
        address=f"/support/{ticket.id}",
        may_reply="reply" in can,
        may_close="close" in can,
        may_reopen="reopen" in can,
        typed=typed,
        longest_text=LONGEST_TEXT,
        accepted=ACCEPTED,
        problems=problems,
        idempotency_key=idempotency_key,
    )


def new_ticket_page(
    reader: Reader, *, form: TicketForm, things: Things, idempotency_key: str, problems: Problems = NONE
) -> NewTicketPage:
    """The form with what was typed so far."""
    groups = (
        (reader.say("Subscriptions"), tuple((one.id, display_name(one)) for one in things.subscriptions)),
        (reader.say("Invoices"), tuple((one.id, one.number) for one in things.invoices)),
        (reader.say("Orders"), tuple((one.id, one.number) for one in things.orders)),
    )
    return NewTicketPage(
        form=form,
        categories=tuple(
            Choice(name, status.category(name, reader), chosen=name == form.category) for name in ASKED
        ),
        things=tuple(
            Group(label, tuple(Choice(value, text, chosen=value == form.about) for value, text in options))
            for label, options in groups
            if options
        ),
        longest_subject=LONGEST_SUBJECT,
        longest_text=LONGEST_TEXT,
        accepted=ACCEPTED,
        problems=problems,
        idempotency_key=idempotency_key,
    )


def check_ticket(form: TicketForm, reader: Reader, *, files: int) -> Problems:
    """What can be said before support is asked."""
    problems = []
    if not form.subject.strip():
        problems.append(Problem("subject", reader.say("Say in a few words what it is about.")))
    if not form.text.strip():
        problems.append(Problem("text", reader.say("Write what we can help you with.")))
    if form.about and not form.links:
        problems.append(Problem("about", reader.say("Choose something from the list.")))
    return Problems((*problems, *_too_many(files, reader)))


def check_reply(text: str, reader: Reader, *, files: int) -> Problems:
    """What can be said before support is asked."""
    blank = () if text.strip() else (Problem("text", reader.say("Write what you want to say.")),)
    return Problems((*blank, *_too_many(files, reader)))


def _too_many(files: int, reader: Reader) -> Iterator[Problem]:
    if files > MOST_FILES:
        yield Problem("attachments", reader.say("Send at most 5 files at once."))


def _html(text: str) -> Markup:
    return Markup(safe_html(text))  # noqa: S704  It has been cleaned.


def _about(ticket: Ticket, reader: Reader) -> Iterator[AboutLink]:
    if ticket.subscription_id:
        yield AboutLink(f"/subscriptions/{ticket.subscription_id}", reader.say("The subscription"))
    if ticket.invoice_id:
        yield AboutLink(f"/invoices/{ticket.invoice_id}", reader.say("The invoice"))
    if ticket.collection_case_id:
        yield AboutLink(f"/collection-cases/{ticket.collection_case_id}", reader.say("The collection case"))
    if ticket.order_id:
        yield AboutLink(f"/orders/{ticket.order_id}", reader.say("The order"))

    refund = ticket.refund_request
    if refund:
        yield AboutLink(f"/invoices/{refund.invoice_id}/refund", reader.say("The refund request"))
    if refund and refund.given_back:
        given = refund.given_back
        text = reader.say("Credit note {number}", number=given.credit_note_number)
        yield AboutLink(f"/credit-notes/{given.credit_note_id}", text)


def _outcome(request: RefundRequest | None, reader: Reader) -> str:
    # Why it was declined is an answer on the ticket.
    return refund_outcome(request, reader) if request and request.status != "declined" else ""


def _happened(step: Step, reader: Reader, business: str) -> Happened:
    # The customer's reply is what opens it again; the business's takes it into review.
    by_customer = step.cause == "by_customer" or (step.cause == "reply" and step.status == "open")
    by_business = step.cause == "by_staff" or (step.cause == "reply" and step.status != "open")
    who = reader.say("You") if by_customer else business if by_business else reader.say("Automatically")
    return Happened(status.badge(status.TICKET, step.status, reader).text, who, reader.day_and_clock(step.at))


def _files(ticket: Ticket, files: tuple[Attachment, ...], reader: Reader) -> tuple[FileLink, ...]:
    return tuple(
        FileLink(
            f"/support/{ticket.id}/attachments/{file.id}",
            file.name,
            reader.say("{size} kB", size=reader.number(max(1, round(file.size / 1000)))),
        )
        for file in files
    )


def _said(ticket: Ticket, reply: Reply, reader: Reader, business: str) -> Said:
    ours = reply.by == "customer"
    who = reader.say("You") if ours else business
    return Said(
        who,
        reader.day_and_clock(reply.at),
        _html(reply.text),
        ours,
        _files(ticket, reply.attachments, reader),
    )
