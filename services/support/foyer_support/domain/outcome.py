"""What becomes of a request to cancel, or for a payment plan, and what that does to its ticket."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.origin import Actor

from foyer_support.domain.states import Move, moved
from foyer_support.domain.ticket import Step, Ticket


class Settlement(StrEnum):
    """The ways in which such a request is over."""

    WITHDRAWN = "cancellation_withdrawn"
    CANCELED = "subscription_canceled"
    COMPLETED = "subscription_completed"
    PLAN_APPROVED = "plan_approved"
    PLAN_DECLINED = "plan_declined"
    CASE_SETTLED = "case_settled"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How, by whom and when it was settled."""

    settlement: Settlement
    actor: Actor
    at: datetime


def settled(ticket: Ticket, outcome: Outcome) -> tuple[Ticket, Step]:
    """The ticket resolved, and the line of its history; never before it was opened."""
    at = max(ticket.opened_at, outcome.at)
    resolved = replace(
        ticket,
        status=moved(ticket.status, Move.RESOLVE),
        resolved_at=at,
        version=ticket.version + 1,
    )
    return resolved, Step(resolved.status, outcome.settlement.value, outcome.actor, at)
