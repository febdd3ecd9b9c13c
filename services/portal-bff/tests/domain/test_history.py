"""Which events become lines, and what the lines say."""

import pytest
from foyer_portal_bff.domain.history import shown_details


def test_a_pause_says_which_subscription_and_until_when() -> None:
    data = {
        "subscription": {"name": "Studio", "status": "paused"},
        "paused_at": "2026-03-10T09:30:00Z",
        "resumes_at": "2026-05-01T00:00:00Z",
    }
    assert shown_details("subscription.paused", data) == {
        "name": "Studio",
        "resumes_at": "2026-05-01T00:00:00Z",
    }


def test_a_tickets_words_are_left_with_support() -> None:
    data = {"ticket": {"number": "T-1", "category": "billing", "subject": "My secret"}}
    for kind in ("ticket.opened", "ticket.replied", "ticket.status_changed", "ticket.resolved"):
        assert shown_details(kind, data) == {"number": "T-1", "category": "billing"}


def test_a_refund_request_leads_to_its_ticket_and_keeps_its_words_there() -> None:
    def amount(cents: int) -> dict[str, object]:
        return {"amount": cents, "currency": "EUR"}

    request = {"ticket_id": "tkt_7", "invoice_number": "NW-1", "asked": {"amount": amount(4000)}}
    data = {"request": request, "reason": "My secret", "approved": {"amount": amount(2500)}}
    leads = {"number": "NW-1", "about": "tkt_7"}
    assert shown_details("refund_request.opened", data) == {**leads, "amount": amount(4000)}
    assert shown_details("refund_request.approved", data) == {**leads, "amount": amount(2500)}
    for kind in ("refund_request.declined", "refund_request.withdrawn"):
        assert shown_details(kind, data) == leads


def test_what_an_event_does_not_carry_is_left_out() -> None:
    assert shown_details("order.placed", {"order": {"number": "O-1"}}) == {"number": "O-1"}
    assert shown_details("subscription.paused", {"subscription": None}) == {}


@pytest.mark.parametrize("kind", ["message.sent", "customer.created", "product.created", "unheard.of"])
def test_what_concerns_no_customer_makes_no_line(kind: str) -> None:
    assert shown_details(kind, {}) is None


def test_a_changed_field_is_named_unless_only_the_business_sees_it() -> None:
    data = {"subscription": {"name": "Studio"}, "custom_fields": ["room", "score"], "shown_labels": ["Room"]}
    assert shown_details("subscription.updated", data) == {"name": "Studio", "labels": ["Room"]}
    assert shown_details("subscription.updated", data | {"shown_labels": []}) is None
    assert shown_details("subscription.updated", {"subscription": {"name": "Studio"}}) is None


def test_a_new_price_says_how_much_and_from_when() -> None:
    amount = {"amount": 3500, "currency": "EUR"}
    data = {
        "subscription": {"name": "Studio"},
        "effective_at": "2026-05-01T00:00:00Z",
        "before": {"amount": amount | {"amount": 2900}},
        "after": {"amount": amount},
    }
    assert shown_details("subscription.price_change_announced", data) == {
        "name": "Studio",
        "amount": amount,
        "effective_at": "2026-05-01T00:00:00Z",
    }
