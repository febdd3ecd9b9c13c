"""What a reply does to its ticket."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from foyer_support.domain.categories import Category
from foyer_support.domain.errors import ResolvedTooLongAgo
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority
from foyer_support.domain.reply import replied
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.ticket import Ticket

RESOLVED_AT = NOW - timedelta(days=14)


@pytest.fixture
def ticket() -> Ticket:
    """An open ticket."""
    return Ticket(
        id="tkt_1",
        business_id=NORTHWIND,
        customer_id=ADA,
        number="T-1001",
        subject="Where is my invoice?",
        category=Category.BILLING,
        priority=Priority.NORMAL,
        text="I cannot find it.",
        links=Links(),
        opened_by=Side.CUSTOMER,
        opened_at=NOW,
    )


@pytest.mark.parametrize(
    ("by", "before", "after"),
    [
        (Side.STAFF, Status.OPEN, Status.IN_REVIEW),
        (Side.STAFF, Status.IN_REVIEW, Status.IN_REVIEW),
        (Side.STAFF, Status.RESOLVED, Status.RESOLVED),
        (Side.CUSTOMER, Status.OPEN, Status.OPEN),
        (Side.CUSTOMER, Status.IN_REVIEW, Status.IN_REVIEW),
        (Side.CUSTOMER, Status.RESOLVED, Status.OPEN),
    ],
)
def test_where_a_reply_leads(ticket: Ticket, by: Side, before: Status, after: Status) -> None:
    resolved_at = RESOLVED_AT if before is Status.RESOLVED else None

    answered = replied(replace(ticket, status=before, resolved_at=resolved_at), by, now=NOW)

    assert (answered.status, answered.version) == (after, 2)
    assert answered.resolved_at == (RESOLVED_AT if after is Status.RESOLVED else None)


@pytest.mark.parametrize("now", [RESOLVED_AT, RESOLVED_AT + timedelta(days=14)])
def test_within_14_days_the_customer_reopens_it(ticket: Ticket, now: datetime) -> None:
    resolved = replace(ticket, status=Status.RESOLVED, resolved_at=RESOLVED_AT)

    assert replied(resolved, Side.CUSTOMER, now=now).status is Status.OPEN


def test_after_14_days_the_customer_does_not(ticket: Ticket) -> None:
    resolved = replace(ticket, status=Status.RESOLVED, resolved_at=RESOLVED_AT)

    with pytest.raises(ResolvedTooLongAgo):
        replied(resolved, Side.CUSTOMER, now=RESOLVED_AT + timedelta(days=14, microseconds=1))


def test_staff_write_on_a_resolved_ticket_at_any_time(ticket: Ticket) -> None:
    resolved = replace(ticket, status=Status.RESOLVED, resolved_at=RESOLVED_AT)

    assert replied(resolved, Side.STAFF, now=NOW + timedelta(days=365)).status is Status.RESOLVED
