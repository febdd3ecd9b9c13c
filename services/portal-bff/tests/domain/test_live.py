"""Whom a change concerns: that customer of that business, and only what their role may see."""

import pytest
from foyer_portal_bff.domain.live import Audience, Change, shown_of
from foyer_shared.basics.origin import Scope
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND

ALL = frozenset({"subscriptions", "invoicing", "payments", "support", "notifications", "portal-bff"})
AN_ACCOUNTANT = frozenset({"invoicing", "portal-bff"})


@pytest.mark.parametrize(
    ("scope", "service", "sees", "shown"),
    [
        (Scope(NORTHWIND, ADA), "subscriptions", ALL, {"subscriptions"}),
        (Scope(NORTHWIND, ADA), "subscriptions", AN_ACCOUNTANT, set()),
        (Scope(NORTHWIND, ADA), "invoicing", AN_ACCOUNTANT, {"invoicing"}),
        (Scope(NORTHWIND, ADA), "portal-bff", AN_ACCOUNTANT, {"portal-bff"}),
        (Scope(NORTHWIND, "cus_another"), "subscriptions", ALL, set()),
        (Scope(CONTOSO, ADA), "subscriptions", ALL, set()),
        (Scope(NORTHWIND), "subscriptions", ALL, ALL),
        (Scope(NORTHWIND), "subscriptions", AN_ACCOUNTANT, AN_ACCOUNTANT),
        (Scope(CONTOSO), "subscriptions", ALL, set()),
    ],
)
def test_a_change_is_shown_to_whom_it_concerns(
    scope: Scope, service: str, sees: frozenset[str], shown: set[str]
) -> None:
    assert shown_of(Change(scope, service), Audience("ses_1", Scope(NORTHWIND, ADA), sees)) == shown
