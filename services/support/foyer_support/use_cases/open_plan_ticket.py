"""A request for a payment plan opens a ticket, so that it is seen to."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.storage.work import Work

from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
from foyer_support.domain.plan_request import PlanRequest, plan_subject
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.domain.ticket_number import ticket_number
from foyer_support.storage.languages import language_of
from foyer_support.storage.number_series import NumberSeries
from foyer_support.storage.outcomes import Outcomes
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.resolve_plan_ticket import resolve_plan_ticket
from foyer_support.use_cases.ticket_data import ticket_data


async def open_plan_ticket(
    work: Work, plan: PlanRequest, *, by: Side, customer_id: str, invoice_id: str, invoice_number: str
) -> None:
    """Once for each request. When its outcome came first, the ticket is opened and resolved at once."""
    outcomes, tickets = Outcomes(work.session), Tickets(work.session)
    await outcomes.lock(plan.case_id)
    if await tickets.has_plan(work.scope, plan.plan_id):
        return
    language = await language_of(work.session, work.scope, customer_id)
    ticket = Ticket(
        id=new_id("tkt"),
        business_id=work.scope.business_id,
        customer_id=customer_id,
        subject=plan_subject(invoice_number, language),
        category=Category.COLLECTION,
        priority=Priority.NORMAL,
        text="",
        links=Links(invoice_id=invoice_id),
        opened_by=by,
        opened_at=work.now,
        plan=plan,
        number=ticket_number(await NumberSeries(work.session).draw(work.scope)),
    )
    await tickets.add(ticket)
    work.announce(
        TicketOpened(ticket=ticket_data(ticket)),
        subject=ticket.id,
        version=ticket.version,
        customer_id=customer_id,
    )
    outcome = await outcomes.of(work.scope, plan.plan_id, plan.case_id)
    if outcome:
        await resolve_plan_ticket(work, ticket, outcome)
