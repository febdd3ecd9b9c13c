"""A customer, or staff for them, asks for something."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.storage.work import Work

from foyer_support.domain.categories import chosen_category
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority, chosen_priority
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.domain.ticket_number import ticket_number
from foyer_support.domain.words import subject_line, written
from foyer_support.storage.number_series import NumberSeries
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.attach_files import attach_files
from foyer_support.use_cases.ticket_data import ticket_data

NO_LINKS = Links()


async def open_ticket(
    work: Work,
    *,
    by: Side,
    customer_id: str,
    subject: str,
    category: str,
    text: str,
    priority: str = Priority.NORMAL,
    links: Links = NO_LINKS,
    attachment_ids: Sequence[str] = (),
) -> Ticket:
    """Its number is the business's next. Raises SubjectMalformed, TextMalformed, UnknownCategory,
    UnknownPriority, TooManyAttachments, AttachmentNotFound.
    """
    ticket = Ticket(
        id=new_id("tkt"),
        business_id=work.scope.business_id,
        customer_id=customer_id,
        subject=subject_line(subject),
        category=chosen_category(category, by),
        priority=chosen_priority(priority),
        text=written(text),
        links=links,
        opened_by=by,
        opened_at=work.now,
        number=ticket_number(await NumberSeries(work.session).draw(work.scope)),
    )
    await Tickets(work.session).add(ticket)
    await attach_files(work, ticket, attachment_ids, by=by)
    work.announce(
        TicketOpened(ticket=ticket_data(ticket)),
        subject=ticket.id,
        version=ticket.version,
        customer_id=customer_id,
    )
    return ticket
