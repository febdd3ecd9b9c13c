"""A declared cancellation that was refused opens a ticket: it counts, and somebody sees to it."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.storage.work import Work

from foyer_support.domain.cancellation import cancellation_subject
from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.domain.ticket_number import ticket_number
from foyer_support.storage.languages import language_of
from foyer_support.storage.number_series import NumberSeries
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.ticket_data import ticket_data


async def open_refused_ticket(
    work: Work,
    *,
    customer_id: str,
    subscription_id: str,
    subscription_name: str,
    declaration_id: str,
    message: str | None,
) -> None:
    """It stays open until somebody answers: the end of the subscription alone does not settle it."""
    language = await language_of(work.session, work.scope, customer_id)
    ticket = Ticket(
        id=new_id("tkt"),
        business_id=work.scope.business_id,
        customer_id=customer_id,
        subject=cancellation_subject(subscription_name, language),
        category=Category.CANCELLATION,
        priority=Priority.HIGH,
        text=message or "",
        links=Links(subscription_id=subscription_id),
        opened_by=Side.CUSTOMER,
        opened_at=work.now,
        number=ticket_number(await NumberSeries(work.session).draw(work.scope)),
    )
    await Tickets(work.session).add(ticket)
    work.announce(
        TicketOpened(ticket=ticket_data(ticket), declaration_id=declaration_id),
        subject=ticket.id,
        version=ticket.version,
        customer_id=customer_id,
    )
