"""The mailbox of a sandbox run: what would have gone out by mail."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.notifications import Mail
from foyer_portal_bff.views.reader import Reader


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


def mailbox_page(mails: tuple[Mail, ...], reader: Reader, *, to: str) -> MailboxPage:
    """Newest first."""
    return MailboxPage(
        mails=tuple(
            MailLine(f"/dev/mail/{mail.id}", mail.subject, mail.to, reader.day_and_clock(mail.sent_at))
            for mail in mails
        ),
        to=to,
    )


def mail_page(mail: Mail, reader: Reader) -> MailPage:
    """One of them."""
    return MailPage(
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
    )
