"""Who owns a resource of the business API, and what a call needs."""

from datetime import UTC, datetime

import pytest
from foyer_portal_bff.domain.edge import (
    DatedRequestRefused,
    NotADate,
    ResourceNotFound,
    ScopeMissing,
    asked_time,
    check_scope,
    owner_of,
)


@pytest.mark.parametrize(
    ("resource", "owner"),
    [
        ("products", "subscriptions"),
        ("prices", "subscriptions"),
        ("subscriptions", "subscriptions"),
        ("customers", "invoicing"),
        ("orders", "invoicing"),
        ("invoices", "invoicing"),
        ("tax-quotes", "invoicing"),
        ("tax-rates", "invoicing"),
        ("exchange-rates", "invoicing"),
        ("payments", "invoicing"),
        ("dunning-settings", "invoicing"),
        ("collection-settings", "invoicing"),
        ("collection-cases", "invoicing"),
        ("payment-plans", "invoicing"),
        ("credit-notes", "invoicing"),
        ("payment-methods", "payments"),
        ("mandates", "payments"),
        ("tickets", "support"),
        ("canned-answers", "support"),
        ("refund-requests", "support"),
        ("messages", "notifications"),
    ],
)
def test_each_resource_has_its_service(resource: str, owner: str) -> None:
    assert owner_of(resource) == owner


def test_there_is_nothing_else() -> None:
    with pytest.raises(ResourceNotFound):
        owner_of("internal")


def test_reading_and_writing_need_their_own_scope() -> None:
    check_scope(frozenset({"support:read"}), area="support", writes=False)
    with pytest.raises(ScopeMissing, match="support:write"):
        check_scope(frozenset({"support:read"}), area="support", writes=True)
    with pytest.raises(ScopeMissing, match="payments:read"):
        check_scope(frozenset({"support:read"}), area="payments", writes=False)


def test_a_sandbox_business_dates_its_requests() -> None:
    assert asked_time(None, mode="live") is None
    assert asked_time("2025-01-31T09:00:00Z", mode="sandbox") == datetime(2025, 1, 31, 9, tzinfo=UTC)


def test_a_live_business_does_not() -> None:
    with pytest.raises(DatedRequestRefused):
        asked_time("2025-01-31T09:00:00Z", mode="live")


@pytest.mark.parametrize("text", ["yesterday", "2025-01-31T09:00:00", "0001-01-01T00:00:00+01:00", ""])
def test_the_date_is_a_moment_with_its_zone(text: str) -> None:
    with pytest.raises(NotADate):
        asked_time(text, mode="sandbox")
