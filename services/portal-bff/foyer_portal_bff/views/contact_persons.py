"""Contact persons: who else gets mails in copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from foyer_portal_bff.gateways.models.notifications import Contact, ContactLink
from foyer_portal_bff.views import status
from foyer_portal_bff.views.question import Question, Step
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import Badge, mark

ADDRESS = "/contact-persons"
ANSWER = f"{ADDRESS}/answer"
MOST = 10

_COPIES = {
    (True, True): mark("Invoices and account"),
    (True, False): mark("Invoices, receipts and reminders"),
    (False, True): mark("Subscriptions, orders and support"),
    (False, False): mark("No copies"),
}
"""What they get in copy: billing, account."""


@dataclass(frozen=True, slots=True)
class Line:
    """One contact person."""

    name: str
    role: str
    email: str
    phone: str
    copies: str
    badge: Badge
    edit: str
    remove: str
    ask_again: str
    """Where another link is asked for, "" where there is nothing to ask."""


@dataclass(frozen=True, slots=True)
class ContactPersonsPage:
    """All of them."""

    lines: tuple[Line, ...]
    may_add: bool
    is_full: bool
    problems: Problems


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form."""

    name: str = ""
    email: str = ""
    phone: str = ""
    role: str = ""
    billing: bool = True
    account: bool = False

    def details(self) -> dict[str, Any]:
        """What notifications takes."""
        return {
            "name": self.name,
            "email": self.email,
            "phone": self.phone.strip() or None,
            "role": self.role.strip() or None,
            "billing": self.billing,
            "account": self.account,
        }


@dataclass(frozen=True, slots=True)
class ContactForm:
    """The form; `is_new` for somebody who is not there yet."""

    typed: Typed
    action: str
    is_new: bool
    problems: Problems
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class ContactLinkPage:
    """What a contact person sees behind the link; `token` is "" when it leads to nothing."""

    token: str
    link: ContactLink | None = None
    answered: bool = False
    problem: str = ""


def contact_persons_page(
    contacts: Sequence[Contact], reader: Reader, *, may_edit: bool, problems: Problems = NONE
) -> ContactPersonsPage:
    """By name, each with what may be done."""
    is_full = len(contacts) >= MOST
    return ContactPersonsPage(
        lines=tuple(_line(each, reader, may_edit=may_edit) for each in contacts),
        may_add=may_edit and not is_full,
        is_full=is_full,
        problems=problems,
    )


def typed_before(contact: Contact) -> Typed:
    """What is stored, as the form would send it."""
    return Typed(
        contact.name,
        contact.email,
        contact.phone or "",
        contact.role or "",
        billing=contact.billing,
        account=contact.account,
    )


def contact_form(typed: Typed, *, contact_id: str, problems: Problems, idempotency_key: str) -> ContactForm:
    """For somebody new, whose id is "", or with what was typed."""
    return ContactForm(
        typed=typed,
        action=f"{ADDRESS}/{contact_id or 'add'}",
        is_new=not contact_id,
        problems=problems,
        idempotency_key=idempotency_key,
    )


def remove_contact_question(contact: Contact, reader: Reader) -> Question:
    """What happens when they are removed."""
    gone = reader.say("{name} gets no more copies, and we forget the address.", name=contact.name)
    return Question(
        name=reader.say("Contact persons"),
        title=reader.say("Remove {name}", name=contact.name),
        action=f"{ADDRESS}/{contact.id}/remove",
        back=ADDRESS,
        steps=(Step(reader.say("Today"), gone),),
        confirm=reader.say("Remove contact person"),
        keep=reader.say("Keep"),
        idempotency_key="",
    )


def _line(contact: Contact, reader: Reader, *, may_edit: bool) -> Line:
    page = f"{ADDRESS}/{contact.id}"
    return Line(
        name=contact.name,
        role=contact.role or "",
        email=contact.email,
        phone=contact.phone or "",
        copies=reader.say(_COPIES[contact.billing, contact.account]),
        badge=status.badge(status.CONTACT, contact.status, reader),
        edit=page if may_edit else "",
        remove=f"{page}/remove" if may_edit else "",
        ask_again=f"{page}/link" if may_edit and contact.status == "pending" else "",
    )
