"""What is wanted, what always comes, and what has no switch."""

import pytest
from foyer_notifications.domain.catalogue import INVOICE_READY, SUBSCRIPTION_PAUSED, Category
from foyer_notifications.domain.preferences import (
    SWITCHED,
    CategoryIsMandatory,
    CategoryNotFound,
    Preferences,
    switched_category,
)
from foyer_shared.testing.makers import ADA, NORTHWIND


@pytest.fixture
def preferences() -> Preferences:
    """Of somebody who has never switched anything."""
    return Preferences(customer_id=ADA, business_id=NORTHWIND)


def test_the_categories_of_the_product_have_a_switch() -> None:
    assert set(SWITCHED) == {
        "subscriptions",
        "renewals",
        "orders",
        "invoices",
        "receipts",
        "reminders",
        "support",
        "marketing",
    }


def test_only_the_optional_messages_of_a_category_go(preferences: Preferences) -> None:
    assert preferences.wants(INVOICE_READY)
    off = preferences.switch(Category.INVOICES, on=False).switch(Category.SUBSCRIPTIONS, on=False)
    assert not off.wants(INVOICE_READY)
    assert off.wants(SUBSCRIPTION_PAUSED)
    assert off.switch(Category.INVOICES, on=True).wants(INVOICE_READY)


def test_switching_to_what_it_is_changes_nothing(preferences: Preferences) -> None:
    assert preferences.switch(Category.INVOICES, on=True) is preferences
    off = preferences.switch(Category.INVOICES, on=False)
    assert (off.version, off.switch(Category.INVOICES, on=False) is off) == (1, True)


def test_what_has_no_switch() -> None:
    assert switched_category("marketing") is Category.MARKETING
    with pytest.raises(CategoryNotFound):
        switched_category("gossip")
    with pytest.raises(CategoryIsMandatory):
        switched_category("security")
