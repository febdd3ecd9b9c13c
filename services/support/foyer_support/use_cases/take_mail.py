"""A mail comes back: the customer's answer, or somebody else's words, on the ticket that it answers."""

import asyncio
from dataclasses import dataclass, replace

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.basics.reply_address import ReplyAddresses
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_support.domain.errors import MailEmpty, MailsNotTaken, TicketNotFound
from foyer_support.domain.inbound_mail import Fate, Letter
from foyer_support.domain.mail_words import note_of_stranger, note_of_what_stayed_out, words_of
from foyer_support.domain.reply import check_reopening
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.gateways.attachment_store import AttachmentStore
from foyer_support.gateways.mail_letters import read_head, read_letter
from foyer_support.gateways.mail_metrics import mails_refused, mails_taken
from foyer_support.storage.attachments import Attachments
from foyer_support.storage.inbound_mails import InboundMails
from foyer_support.storage.senders import Senders
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.add_note import add_note
from foyer_support.use_cases.keep_mail_files import keep_mail_files
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket

log = structlog.get_logger()

BY_MAIL = Actor.system("mail")


@dataclass(frozen=True, slots=True)
class LetterBox:
    """What mails are taken with; without `addresses` none is."""

    database: Database
    store: AttachmentStore
    addresses: ReplyAddresses | None


@dataclass(frozen=True, slots=True)
class TakenMail:
    """What became of it; `ticket_id` is None for what a program has written."""

    fate: Fate
    ticket_id: str | None = None


async def take_mail(box: LetterBox, origin: Origin | None, raw: bytes) -> TakenMail:
    """The address is the credential: a reply when the sender is the customer's, else a note for staff.
    Without an origin it is a mail to any business.

    Raises MailsNotTaken, MailNotReadable, NotToAReplyAddress, ReplyAddressNotValid, TicketNotFound,
    ResolvedTooLongAgo, MailEmpty, FilesAway; then nothing has changed.
    """
    try:
        taken = await _taken(box, origin, raw)
    except FoyerError as refused:
        mails_refused.labels(refused.code).inc()
        log.info("mail_refused", reason=refused.code)
        raise
    mails_taken.labels(taken.fate).inc()
    return taken


async def _taken(box: LetterBox, origin: Origin | None, raw: bytes) -> TakenMail:
    if box.addresses is None:
        raise MailsNotTaken("This installation takes no answers by mail.")
    head = read_head(raw)
    because = "own" if box.addresses.is_ours(head.sender) else head.automatic
    if because:
        log.info("mail_ignored", reason=because)
        return TakenMail(Fate.IGNORED)
    ticket_id = box.addresses.ticket_among(head.recipients)
    origin = origin or await _origin_of(box, ticket_id)
    async with box.database.work(origin) as work:
        ticket = await _open_to_mail(work, ticket_id)
        if await InboundMails(work.session).has(ticket.id, head.mail_id):
            return TakenMail(Fate.REPEAT, ticket.id)
        is_theirs = await Senders(work.session).have(work.scope, ticket.customer_id, head.sender)
    # What nobody has signed is never taken apart: that may take long.
    letter = await asyncio.to_thread(read_letter, raw)
    words = words_of(letter) if is_theirs else note_of_stranger(head.sender, letter)
    if words is None:
        raise MailEmpty("Nothing is in this mail but what it answers.")
    by_mail = replace(origin, scope=Scope(ticket.business_id, ticket.customer_id), actor=BY_MAIL)
    if is_theirs:
        is_new = await _reply(box, by_mail, ticket, head.mail_id, words, letter)
    else:
        is_new = await _note(box, by_mail, ticket, head.mail_id, words)
    return TakenMail((Fate.REPLY if is_theirs else Fate.NOTE) if is_new else Fate.REPEAT, ticket.id)


async def _origin_of(box: LetterBox, ticket_id: str) -> Origin:
    async with box.database.session() as session:
        found = await InboundMails(session).business_for_everyone(ticket_id)
    if found is None:
        raise TicketNotFound("There is no such ticket.")
    business_id, ahead = found
    return Origin(scope=Scope(business_id), actor=BY_MAIL, now=real_now() + ahead)


async def _open_to_mail(work: Work, ticket_id: str) -> Ticket:
    ticket = await Tickets(work.session).get(work.scope, ticket_id)
    if await Senders(work.session).are_forgotten(work.scope, ticket.customer_id):
        raise TicketNotFound("There is no such ticket.")
    check_reopening(ticket, work.now)
    return ticket


async def _note(box: LetterBox, origin: Origin, ticket: Ticket, mail_id: str, words: str) -> bool:
    """False when the mail has been taken meanwhile."""
    async with box.database.work(origin) as work:
        is_new = await InboundMails(work.session).add(ticket.id, mail_id, Fate.NOTE, real_now())
        if is_new:
            await add_note(work, ticket.id, words)
    return is_new


async def _reply(
    box: LetterBox, origin: Origin, ticket: Ticket, mail_id: str, words: str, letter: Letter
) -> bool:
    """False when the mail has been taken meanwhile."""
    kept, stayed_out = await keep_mail_files(box.store, ticket, letter.files)
    ids = [attachment.id for attachment in kept]
    is_new = False
    try:
        async with box.database.work(origin) as work:
            is_new = await InboundMails(work.session).add(ticket.id, mail_id, Fate.REPLY, real_now())
            if is_new:
                for attachment in kept:
                    await Attachments(work.session).add(attachment)
                await reply_to_ticket(work, ticket.id, by=Side.CUSTOMER, text=words, attachment_ids=ids)
                if stayed_out:
                    await add_note(work, ticket.id, note_of_what_stayed_out(stayed_out))
    except BaseException:
        await box.store.drop_all(ids)
        raise
    if not is_new:
        await box.store.drop_all(ids)
    return is_new
