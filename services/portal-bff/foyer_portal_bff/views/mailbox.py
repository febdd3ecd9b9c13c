"""The mailbox of a sandbox run: what would have gone out by mail."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.notifications import Mail
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import mark
from foyer_portal_bff.views.support import ACCEPTED, LONGEST_TEXT

_ANSWERED = {"ticket_opened", "ticket_replied"}
_FATES = {
    "reply": mark("Your answer has arrived on the ticket."),
    "note": mark("It has arrived as a note for staff: this address is not the customer's."),
    "repeat": mark("This answer had arrived before."),
}


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail in the list."""

    href: str
    subject: str
    to: str
    sent: str


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """The list, perhaps of one address only."""

    mails: tuple[MailLine, ...]
    to: str


@dataclass(frozen=True, slots=True)
class MailPage:
    """One mail. Its HTML is shown in a frame of its own, which no script can run in."""

    id: str
    subject: str
    to: str
    cc: str
    sent: str
    message: str
    text: str
    html_href: str
    links: tuple[str, ...]
    code: str
    unsubscribe: str
    answers_to: str
    """Empty where nobody takes answers by mail."""
    fate: str
    typed: str
    longest_text: int
    accepted: str
    problems: Problems
    idempotency_key: str


def mailbox_page(mails: tuple[Mail, ...], reader: Reader, *, to: str) -> MailboxPage:
    """Newest first."""
    return MailboxPage(
        mails=tuple(
            MailLine(f"/dev/mail/{mail.id}", mail.subject, mail.to, reader.day_and_clock(mail.sent_at))
            for mail in mails
        ),
        to=to,
    )


def mail_page(
    mail: Mail,
    reader: Reader,
    *,
    typed: str = "",
    problems: Problems = NONE,
    fate: str = "",
    idempotency_key: str = "",
) -> MailPage:
    """One of them, and a box to answer it in when it is about a ticket."""
    return MailPage(
        id=mail.id,
        subject=mail.subject,
        to=mail.to,
        cc=", ".join(mail.cc),
        sent=reader.day_and_clock(mail.sent_at),
        message=mail.message,
        text=mail.text,
        html_href=f"/dev/mail/{mail.id}/html" if mail.html else "",
        links=mail.links,
        code=mail.code or "",
        unsubscribe=mail.unsubscribe or "",
        answers_to=(mail.reply_to or "") if mail.message in _ANSWERED else "",
        fate=reader.say(_FATES[fate]) if fate in _FATES else "",
        typed=typed,
        longest_text=LONGEST_TEXT,
        accepted=ACCEPTED,
        problems=problems,
        idempotency_key=idempotency_key,
    )
