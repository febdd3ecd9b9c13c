"""Which events become lines, and what the lines say."""

from collections.abc import Callable

import pytest
from foyer_portal_bff.domain.history import as_history
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.testing.makers import ADA, NOW

AnEnvelope = Callable[..., Envelope]


def test_a_pause_says_which_subscription_and_until_when(an_envelope: AnEnvelope) -> None:
    data = {
        "subscription": {"name": "Studio", "status": "paused"},
        "paused_at": "2026-03-10T09:30:00Z",
        "resumes_at": "2026-05-01T00:00:00Z",
    }
    line = as_history(an_envelope("subscription.paused", data))
    assert line
    assert line.details == {"name": "Studio", "resumes_at": "2026-05-01T00:00:00Z"}
    assert (line.subject, line.actor, line.at) == ("sub_1", "login:lgn_1", NOW)
    assert (line.service, line.causation_id) == ("subscriptions", "req_1")


def test_a_tickets_words_are_left_with_support(an_envelope: AnEnvelope) -> None:
    data = {"ticket": {"number": "T-1", "category": "billing", "subject": "My secret"}}
    line = as_history(an_envelope("ticket.opened", data))
    assert line
    assert line.details == {"number": "T-1", "category": "billing"}


@pytest.mark.parametrize(
    ("kind", "customer_id"), [("message.sent", ADA), ("customer.updated", ADA), ("invoice.paid", None)]
)
def test_what_concerns_no_customer_makes_no_line(
    an_envelope: AnEnvelope, kind: str, customer_id: str | None
) -> None:
    assert as_history(an_envelope(kind, {}, customer_id=customer_id)) is None
