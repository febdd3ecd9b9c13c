"""Staff sort a ticket: what it is about, how urgent it is, whom it is for, and where it stands."""

from dataclasses import replace
from typing import Any

from foyer_shared.storage.work import Work

from foyer_support.domain.assignee import assignee
from foyer_support.domain.categories import chosen_category
from foyer_support.domain.priorities import chosen_priority
from foyer_support.domain.side import Side
from foyer_support.domain.status_change import chosen_status
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.change_status import change_status


async def update_ticket(work: Work, ticket_id: str, changes: dict[str, Any]) -> None:
    """`changes` names some of category, priority, assigned_to (None: nobody) and status. Only of the last
    anybody is told: the others are staff's own.

    Raises TicketNotFound, UnknownCategory, UnknownPriority, AssigneeMalformed, UnknownStatus,
    MoveNotPossible.
    """
    tickets = Tickets(work.session)
    before = ticket = await tickets.get_for_update(work.scope, ticket_id)
    if "category" in changes:
        ticket = replace(ticket, category=chosen_category(changes["category"], Side.STAFF))
    if "priority" in changes:
        ticket = replace(ticket, priority=chosen_priority(changes["priority"]))
    if "assigned_to" in changes:
        name = changes["assigned_to"]
        ticket = replace(ticket, assigned_to=None if name is None else assignee(name))
    if ticket != before:
        await tickets.save(replace(ticket, version=ticket.version + 1))
    if "status" in changes:
        await change_status(work, ticket_id, chosen_status(changes["status"]), by=Side.STAFF)
