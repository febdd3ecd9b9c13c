"""The sandbox's mailbox, for the mailbox page; a live installation does not have this door."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from foyer_shared.http.door import Door, internal_door
from foyer_shared.http.models import Answer

from foyer_notifications.domain.catalogue import CATALOGUE
from foyer_notifications.domain.mail import code_in, links_in
from foyer_notifications.storage.mailbox import KeptMail, Mailbox
from foyer_notifications.use_cases.keep_mail import KEPT_MAILS

router = APIRouter()


class MailAnswer(Answer):
    """A mail as somebody would have got it. `message` is its key in the catalogue, `unsubscribe` the address
    in its header, `reply_to` where an answer to it goes.
    """

    id: str
    to: list[str]
    cc: list[str]
    subject: str
    text: str
    html: str
    links: list[str]
    code: str | None
    sent_at: datetime
    message: str
    unsubscribe: str | None
    business_id: str
    message_id: str
    reply_to: str | None


class MailboxAnswer(Answer):
    """Mails, newest first."""

    data: list[MailAnswer]


@router.get("/internal/mailbox")
async def read_mailbox(
    door: Annotated[Door, Depends(internal_door("notifications:read"))],
    to: Annotated[str | None, Query(max_length=320)] = None,
    limit: Annotated[int, Query(ge=1, le=KEPT_MAILS)] = 100,
) -> MailboxAnswer:
    """All businesses' mails, as a mail server would hold them, or those to one address."""
    async with door.reading() as work:
        kept = await Mailbox(work.session).newest_for_everyone(to=to, limit=limit)
    return MailboxAnswer(data=[_answer(mail) for mail in kept])


def _answer(mail: KeptMail) -> MailAnswer:
    return MailAnswer(
        id=mail.id,
        to=[mail.to],
        cc=list(mail.cc),
        subject=mail.content.subject,
        text=mail.content.text,
        html=mail.content.html,
        links=links_in(mail.content.text),
        code=code_in(mail.content.text) if CATALOGUE[mail.kind].confidential else None,
        sent_at=mail.sent_at,
        message=mail.kind,
        unsubscribe=mail.unsubscribe,
        business_id=mail.business_id,
        message_id=mail.message_id,
        reply_to=mail.reply_to,
    )
