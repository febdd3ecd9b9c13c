"""Whose contract is meant: one customer, one subscription, or somebody has to look."""

import pytest
from foyer_portal_bff.domain.matching import KnownSubscription, Match, one_customer, one_subscription

STUDIO = KnownSubscription("sub_1", "Studio", has_ended=False)
TEAM = KnownSubscription("sub_2", "Team plan", has_ended=False)
ENDED = KnownSubscription("sub_3", "Studio", has_ended=True)


@pytest.mark.parametrize(
    ("by_email", "by_number", "found"),
    [
        ({"a"}, {"a"}, Match("a", "both")),
        ({"a"}, set(), Match("a", "email")),
        (set(), {"a"}, Match("a", "number")),
        ({"a", "b"}, {"b"}, Match("b", "both")),
        ({"a"}, {"b"}, None),
        ({"a", "b"}, set(), None),
        (set(), set(), None),
    ],
)
def test_all_that_was_typed_has_to_lead_to_one_customer(
    by_email: set[str], by_number: set[str], found: Match | None
) -> None:
    assert one_customer(by_email, by_number) == found


@pytest.mark.parametrize(
    ("known", "number", "contract", "found"),
    [
        ([STUDIO], None, None, STUDIO),
        ([STUDIO], None, "whatever", STUDIO),
        ([STUDIO, ENDED], None, None, STUDIO),
        ([STUDIO, TEAM], None, None, None),
        ([STUDIO, TEAM], None, "  team   PLAN ", TEAM),
        ([STUDIO, TEAM], None, "Team", None),
        ([STUDIO, TEAM], "sub_2", "Studio", TEAM),
        ([STUDIO, TEAM], None, "sub_1", STUDIO),
        ([STUDIO, ENDED], "sub_3", None, ENDED),
        ([ENDED], None, None, None),
        ([], None, None, None),
    ],
)
def test_the_subscription_is_named_or_the_only_one_that_runs(
    known: list[KnownSubscription],
    number: str | None,
    contract: str | None,
    found: KnownSubscription | None,
) -> None:
    assert one_subscription(known, number=number, contract=contract) == found


def test_what_no_subscription_is_called_may_be_an_order() -> None:
    found = [
        one_subscription([STUDIO], number=None, contract=contract, named_only=True)
        for contract in ("NW-O-1007", "Studio", None)
    ]
    assert found == [None, STUDIO, STUDIO]
