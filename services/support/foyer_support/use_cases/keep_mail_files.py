"""Stores the files of a mail, by the same rules as those that are sent by themselves."""

from collections.abc import AsyncIterator, Sequence

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.ids import new_id

from foyer_support.domain.attachment import MOST, Attachment, kind_of, safe_name
from foyer_support.domain.inbound_mail import MailFile
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.gateways.attachment_store import AttachmentStore


async def keep_mail_files(
    store: AttachmentStore, ticket: Ticket, files: Sequence[MailFile]
) -> tuple[list[Attachment], list[str]]:
    """What is kept, and the names of the others: a mail is not refused for one of its files. Raises
    FilesAway.
    """
    kept: list[Attachment] = []
    stayed_out: list[str] = []
    try:
        for file in files:
            name = safe_name(file.name)
            if len(kept) == MOST:
                stayed_out.append(name)
                continue
            try:
                kept.append(await _keep(store, ticket, name, file.content))
            except Invalid:
                stayed_out.append(name)
    except BaseException:
        await store.drop_all([attachment.id for attachment in kept])
        raise
    return kept, stayed_out


async def _keep(store: AttachmentStore, ticket: Ticket, name: str, content: bytes) -> Attachment:
    async def whole() -> AsyncIterator[bytes]:
        yield content

    kind, attachment_id = kind_of(name), new_id("att")
    stored = await store.keep(attachment_id, whole(), kind)
    return Attachment(
        id=attachment_id,
        business_id=ticket.business_id,
        customer_id=ticket.customer_id,
        by=Side.CUSTOMER,
        name=name,
        content_type=kind.content_type,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        at=real_now(),
    )
