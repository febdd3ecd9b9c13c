"""What a cancellation's ticket is called, and when it is settled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from foyer_shared.testing.makers import A_LOGIN, ADA, NORTHWIND, NOW
from foyer_support.domain.cancellation import cancellation_subject
from foyer_support.domain.categories import Category
from foyer_support.domain.errors import MoveNotPossible
from foyer_support.domain.links import Links
from foyer_support.domain.outcome import Outcome, Settlement, settled
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.ticket import Step, Ticket


@pytest.fixture
def ticket() -> Ticket:
    """An open ticket of a cancellation."""
    return Ticket(
        id="tkt_1",
        business_id=NORTHWIND,
        customer_id=ADA,
        number="T-1001",
        subject="Cancellation of Studio",
        category=Category.CANCELLATION,
        priority=Priority.NORMAL,
        text="",
        links=Links(),
        opened_by=Side.CUSTOMER,
        opened_at=NOW,
    )


@pytest.mark.parametrize("status", [Status.OPEN, Status.IN_REVIEW])
@pytest.mark.parametrize(("later", "resolved_later"), [(2, 2), (0, 0), (-2, 0)])
def test_it_is_resolved_when_it_was_settled_but_not_before_it_was_opened(
    ticket: Ticket, status: Status, later: int, resolved_later: int
) -> None:
    at = NOW + timedelta(hours=resolved_later)
    before = replace(ticket, status=status)

    after, step = settled(before, Outcome(Settlement.CANCELED, A_LOGIN, NOW + timedelta(hours=later)))

    assert after == replace(before, status=Status.RESOLVED, resolved_at=at, version=2)
    assert step == Step(Status.RESOLVED, "subscription_canceled", A_LOGIN, at)


def test_what_is_resolved_is_not_settled_again(ticket: Ticket) -> None:
    resolved = replace(ticket, status=Status.RESOLVED, resolved_at=NOW)

    with pytest.raises(MoveNotPossible):
        settled(resolved, Outcome(Settlement.WITHDRAWN, A_LOGIN, NOW))


@pytest.mark.parametrize(
    ("name", "language", "subject"),
    [
        ("Studio", None, "Cancellation of Studio"),
        ("Studio", "NL", "Opzegging van Studio"),
        ("{name} {0}\r\nBcc: eve", "en", "Cancellation of {name} {0} Bcc: eve"),
        ("a" * 184, "en", f"Cancellation of {'a' * 184}"),
        ("a" * 185, "en", f"Cancellation of {'a' * 183}…"),
    ],
)
def test_the_subject_names_the_subscription_on_one_line_of_200(
    name: str, language: str | None, subject: str
) -> None:
    assert cancellation_subject(name, language) == subject
    assert len(subject) <= 200
