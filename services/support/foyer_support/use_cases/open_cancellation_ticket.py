"""A request to cancel opens a ticket, so that it is seen to."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.storage.work import Work

from foyer_support.domain.cancellation import Cancellation, cancellation_subject
from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.domain.ticket_number import ticket_number
from foyer_support.storage.languages import language_of
from foyer_support.storage.number_series import NumberSeries
from foyer_support.storage.outcomes import Outcomes
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.resolve_ticket import resolve_ticket
from foyer_support.use_cases.ticket_data import ticket_data


async def open_cancellation_ticket(
    work: Work,
    cancellation: Cancellation,
    *,
    by: Side,
    customer_id: str,
    subscription_id: str,
    subscription_name: str,
    message: str | None,
) -> None:
    """Once for each request. When its outcome came first, the ticket is opened and resolved at once."""
    outcomes, tickets = Outcomes(work.session), Tickets(work.session)
    await outcomes.lock(subscription_id)
    if await tickets.has_change(work.scope, cancellation.change_id):
        return
    language = await language_of(work.session, work.scope, customer_id)
    ticket = Ticket(
        id=new_id("tkt"),
        business_id=work.scope.business_id,
        customer_id=customer_id,
        subject=cancellation_subject(subscription_name, language),
        category=Category.CANCELLATION,
        priority=Priority.NORMAL,
        text=message or "",
        links=Links(subscription_id=subscription_id),
        opened_by=by,
        opened_at=work.now,
        cancellation=cancellation,
        number=ticket_number(await NumberSeries(work.session).draw(work.scope)),
    )
    await tickets.add(ticket)
    work.announce(
        TicketOpened(ticket=ticket_data(ticket)),
        subject=ticket.id,
        version=ticket.version,
        customer_id=customer_id,
    )
    outcome = await outcomes.of(work.scope, cancellation.change_id, subscription_id)
    if outcome:
        await resolve_ticket(work, ticket, outcome)
