"""Files come with what was written."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_support.domain.attachment import check_count
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.storage.attachments import Attachments


async def attach_files(
    work: Work, ticket: Ticket, ids: Sequence[str], *, by: Side, reply_id: str | None = None
) -> None:
    """To the ticket itself, or to a reply on it. Raises TooManyAttachments, AttachmentNotFound."""
    if not ids:
        return
    check_count(ids)
    await Attachments(work.session).bind(
        work.scope, ids, customer_id=ticket.customer_id, by=by, ticket_id=ticket.id, reply_id=reply_id
    )
