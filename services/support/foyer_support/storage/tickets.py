"""Tickets, their replies and their steps in the database."""

from collections.abc import Sequence

from foyer_shared.basics.origin import Actor, Scope
from sqlalchemy import Select, case, cast, func, insert, null, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.categories import Category
from foyer_support.domain.errors import TicketNotFound
from foyer_support.domain.links import Links
from foyer_support.domain.plan_request import PlanRequest
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.states import NOT_RESOLVED, Status
from foyer_support.domain.ticket import Reply, Step, Ticket
from foyer_support.storage.cancellations import cancellation_of, document_of
from foyer_support.storage.rows import ReplyRow, StepRow, TicketRow
from foyer_support.storage.which_tickets import EVERYTHING, TicketFilter, is_chosen


class Tickets:
    """Reads and writes tickets."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, ticket_id: str) -> Ticket:
        """Raises TicketNotFound."""
        return await self._one(_select(scope).where(col(TicketRow.id) == ticket_id))

    async def get_for_update(self, scope: Scope, ticket_id: str) -> Ticket:
        """The same, locked until the end of the work."""
        return await self._one(_select(scope).where(col(TicketRow.id) == ticket_id).with_for_update())

    async def has_change(self, scope: Scope, change_id: str) -> bool:
        """Whether this cancellation has its ticket."""
        found = await self._session.scalars(
            _select(scope).where(col(TicketRow.change_id) == change_id).with_only_columns(col(TicketRow.id))
        )
        return found.first() is not None

    async def list_unsettled_for_update(
        self, scope: Scope, subscription_id: str, change_id: str | None
    ) -> list[Ticket]:
        """Locked: what cancellations of the subscription have opened and nothing has resolved; of one change
        when named.
        """
        change = col(TicketRow.change_id)
        query = _select(scope).where(
            col(TicketRow.subscription_id) == subscription_id,
            change == change_id if change_id else change.is_not(None),
            col(TicketRow.status).in_(NOT_RESOLVED),
        )
        rows = await self._session.scalars(query.order_by(col(TicketRow.id)).with_for_update())
        return [_ticket(row) for row in rows]

    async def has_plan(self, scope: Scope, plan_id: str) -> bool:
        """Whether this request for a payment plan has its ticket."""
        found = await self._session.scalars(
            _select(scope).where(col(TicketRow.plan_id) == plan_id).with_only_columns(col(TicketRow.id))
        )
        return found.first() is not None

    async def list_plans_for_update(self, scope: Scope, case_id: str, plan_id: str | None) -> list[Ticket]:
        """Locked: what requests for a plan of the case have opened and nothing has resolved; of one plan when
        named.
        """
        query = _select(scope).where(
            col(TicketRow.case_id) == case_id, col(TicketRow.status).in_(NOT_RESOLVED)
        )
        if plan_id is not None:
            query = query.where(col(TicketRow.plan_id) == plan_id)
        rows = await self._session.scalars(query.order_by(col(TicketRow.id)).with_for_update())
        return [_ticket(row) for row in rows]

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: str | None = None,
        chosen: TicketFilter = EVERYTHING,
    ) -> list[Ticket]:
        """The newest first, beginning after the ticket with the id `after`."""
        query = _newest_first(_select(scope)).where(*is_chosen(chosen)).limit(limit)
        if after is not None:
            last = select(col(TicketRow.opened_at), col(TicketRow.id)).where(col(TicketRow.id) == after)
            query = query.where(tuple_(TicketRow.opened_at, TicketRow.id) < last.scalar_subquery())
        return [_ticket(row) for row in await self._session.scalars(query)]

    async def list_not_resolved(self, scope: Scope, *, limit: int) -> list[Ticket]:
        """The newest first."""
        query = _newest_first(_select(scope).where(col(TicketRow.status).in_(NOT_RESOLVED)))
        return [_ticket(row) for row in await self._session.scalars(query.limit(limit))]

    async def replies(self, ticket_ids: Sequence[str]) -> dict[str, list[Reply]]:
        """All of each ticket, in the order in which they were written."""
        rows = await self._session.scalars(
            select(ReplyRow)
            .where(col(ReplyRow.ticket_id).in_(ticket_ids))
            .order_by(col(ReplyRow.at), col(ReplyRow.id))
        )
        found: dict[str, list[Reply]] = {}
        for row in rows:
            found.setdefault(row.ticket_id, []).append(_reply(row))
        return found

    async def steps(self, ticket_ids: Sequence[str]) -> dict[str, list[Step]]:
        """The history of each ticket, in order."""
        rows = await self._session.scalars(
            select(StepRow).where(col(StepRow.ticket_id).in_(ticket_ids)).order_by(col(StepRow.version))
        )
        found: dict[str, list[Step]] = {}
        for row in rows:
            step = Step(Status(row.status), row.cause, Actor.parse(row.actor), row.at)
            found.setdefault(row.ticket_id, []).append(step)
        return found

    async def add(self, ticket: Ticket) -> None:
        """Write a new ticket."""
        await self._session.execute(
            insert(TicketRow).values(
                id=ticket.id,
                business_id=ticket.business_id,
                customer_id=ticket.customer_id,
                number=ticket.number,
                subject=ticket.subject,
                category=ticket.category,
                priority=ticket.priority,
                text=ticket.text,
                subscription_id=ticket.links.subscription_id,
                invoice_id=ticket.links.invoice_id,
                order_id=ticket.links.order_id,
                opened_by=ticket.opened_by,
                opened_at=ticket.opened_at,
                status=ticket.status,
                resolved_at=ticket.resolved_at,
                change_id=ticket.cancellation and ticket.cancellation.change_id,
                cancellation=document_of(ticket.cancellation) or null(),
                plan_id=ticket.plan and ticket.plan.plan_id,
                case_id=ticket.plan and ticket.plan.case_id,
                version=ticket.version,
            )
        )

    async def save(self, ticket: Ticket, step: Step | None = None) -> None:
        """Write what can change of a ticket, and the step that it has made."""
        if step:
            await self._session.execute(
                insert(StepRow).values(
                    ticket_id=ticket.id,
                    version=ticket.version,
                    status=step.status,
                    cause=step.cause,
                    actor=str(step.actor),
                    at=step.at,
                )
            )
        await self._session.execute(
            update(TicketRow)
            .where(col(TicketRow.id) == ticket.id)
            .values(
                category=ticket.category,
                priority=ticket.priority,
                assigned_to=ticket.assigned_to,
                status=ticket.status,
                resolved_at=ticket.resolved_at,
                first_answered_at=ticket.first_answered_at,
                version=ticket.version,
            )
            .execution_options(synchronize_session=False)
        )

    async def save_checklist(self, ticket: Ticket) -> None:
        """Write what staff have seen to."""
        await self._session.execute(
            update(TicketRow)
            .where(col(TicketRow.id) == ticket.id)
            .values(cancellation=document_of(ticket.cancellation))
            .execution_options(synchronize_session=False)
        )

    async def add_reply(self, ticket: Ticket, reply: Reply) -> None:
        """Write a new reply on a ticket."""
        await self._session.execute(
            insert(ReplyRow).values(
                id=reply.id,
                ticket_id=ticket.id,
                by=reply.by,
                actor=str(reply.actor),
                text=reply.text,
                at=reply.at,
            )
        )

    async def forget_words(self, scope: Scope, customer_id: str) -> None:
        """Empty what was written on a customer's tickets, by either side, and what was linked to them."""
        own = (
            col(TicketRow.business_id) == scope.business_id,
            col(TicketRow.customer_id) == customer_id,
        )
        await self._session.execute(
            update(ReplyRow)
            .where(col(ReplyRow.ticket_id).in_(select(col(TicketRow.id)).where(*own)))
            .values(text="")
            .execution_options(synchronize_session=False)
        )
        linked = col(TicketRow.cancellation)
        await self._session.execute(
            update(TicketRow)
            .where(*own)
            .values(
                subject="",
                text="",
                cancellation=case(
                    (
                        func.jsonb_typeof(linked) == "object",
                        linked.op("||")(cast({"checklist": []}, JSONB)),
                    ),
                    else_=linked,
                ),
            )
            .execution_options(synchronize_session=False)
        )

    async def _one(self, query: Select[TicketRow]) -> Ticket:
        row = await self._session.scalar(query)
        if row is None:
            raise TicketNotFound("There is no such ticket.")
        return _ticket(row)


def _select(scope: Scope) -> Select[TicketRow]:
    query = select(TicketRow).where(col(TicketRow.business_id) == scope.business_id)
    if scope.customer_id is None:
        return query
    return query.where(col(TicketRow.customer_id) == scope.customer_id)


def _newest_first(query: Select[TicketRow]) -> Select[TicketRow]:
    return query.order_by(col(TicketRow.opened_at).desc(), col(TicketRow.id).desc())


def _ticket(row: TicketRow) -> Ticket:
    return Ticket(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        number=row.number,
        subject=row.subject,
        category=Category(row.category),
        priority=Priority(row.priority),
        text=row.text,
        links=Links(row.subscription_id, row.invoice_id, row.order_id),
        opened_by=Side(row.opened_by),
        opened_at=row.opened_at,
        status=Status(row.status),
        resolved_at=row.resolved_at,
        cancellation=cancellation_of(row.change_id, row.cancellation),
        plan=PlanRequest(row.plan_id, row.case_id) if row.plan_id and row.case_id else None,
        assigned_to=row.assigned_to,
        first_answered_at=row.first_answered_at,
        version=row.version,
    )


def _reply(row: ReplyRow) -> Reply:
    return Reply(id=row.id, by=Side(row.by), actor=Actor.parse(row.actor), text=row.text, at=row.at)
