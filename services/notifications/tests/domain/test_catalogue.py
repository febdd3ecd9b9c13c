"""The catalogue is whole: every event has a message or a reason for none."""

import pytest
from foyer_notifications.domain.catalogue import CATALOGUE, NO_MESSAGE, Category
from foyer_notifications.messages import HANDLERS
from foyer_shared.contracts.catalogue import all_events


def test_every_event_has_a_message_or_a_reason_for_none() -> None:
    with_message = {kind.event for kind in CATALOGUE.values() if kind.event}
    assert with_message | set(NO_MESSAGE) == set(all_events())
    assert with_message & set(NO_MESSAGE) == set()


def test_every_reason_is_a_sentence() -> None:
    assert [reason for reason in NO_MESSAGE.values() if not reason.endswith(".")] == []


def test_what_has_a_message_is_listened_to() -> None:
    copies = {
        "business.created",
        "business.updated",
        "clock.moved",
        "customer.anonymized",
        "customer.created",
        "customer.updated",
        "product.created",
        "product.updated",
    }
    with_message = {kind.event for kind in CATALOGUE.values() if kind.event}
    assert {event.type for event in HANDLERS} == with_message | copies | {"invoice.voided"}


@pytest.mark.parametrize(
    "key",
    [
        "sign_in_code",
        "confirmation_code",
        "email_change_link",
        "account_closed",
        "login_link",
        "login_changed",
        "customer_email_changed",
        "subscription_paused",
        "subscription_pause_scheduled",
        "subscription_pause_withdrawn",
        "subscription_resumed",
        "subscription_resubscribed",
        "subscription_cancellation_requested",
        "subscription_cancellation_scheduled",
        "subscription_cancellation_withdrawn",
        "subscription_cancellation_refused",
        "declaration_waiting",
        "subscription_reactivated",
        "subscription_canceled",
        "subscription_plan_change_requested",
        "subscription_plan_change_scheduled",
        "subscription_plan_change_withdrawn",
        "subscription_plan_changed",
        "subscription_quantity_changed",
        "subscription_price_change_announced",
        "subscription_price_change_withdrawn",
    ],
)
def test_receipts_and_security_cannot_be_switched_off(key: str) -> None:
    assert CATALOGUE[key].mandatory


def test_what_no_copy_is_kept_of() -> None:
    confidential = [kind for kind in CATALOGUE.values() if kind.confidential]
    assert [kind.key for kind in confidential] == [
        "sign_in_code",
        "confirmation_code",
        "email_change_link",
        "account_closed",
        "login_link",
        "login_changed",
        "contact_link",
    ]
    assert {kind.category for kind in confidential} == {Category.SECURITY}
