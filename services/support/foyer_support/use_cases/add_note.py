"""Staff write something on a ticket for each other."""

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_support.domain.ticket import Note
from foyer_support.domain.words import written
from foyer_support.storage.notes import Notes
from foyer_support.storage.tickets import Tickets


async def add_note(work: Work, ticket_id: str, text: str) -> None:
    """Raises TicketNotFound, TextMalformed. It is staff's own: nobody is told."""
    ticket = await Tickets(work.session).get_for_update(work.scope, ticket_id)
    await Notes(work.session).add(
        ticket.id, Note(id=new_id("nte"), actor=work.actor, text=written(text), at=work.now)
    )
