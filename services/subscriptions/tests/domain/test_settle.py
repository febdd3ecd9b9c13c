"""What becomes of grants when what their customer holds has changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.entitlement import (
    Entitlement,
    EntitlementKind,
    EntitlementTerms,
    GoodsFile,
    check_terms,
)
from foyer_subscriptions.domain.grant import Grant, GrantStatus, RevokedBecause, Source, check_download
from foyer_subscriptions.domain.holding import (
    Holding,
    OrderFacts,
    holding_of_order,
    holding_of_subscription,
    paid,
    payment_reversed,
    refunded,
)
from foyer_subscriptions.domain.settle import delivered, revoked_by_business, settle
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription

FILE = GoodsFile(key="k", name="a.zip", size=1, sha256="00", content_type="application/zip")


def an_entitlement(kind: EntitlementKind = EntitlementKind.FILE, **terms: Any) -> Entitlement:
    """One of Studio's."""
    return Entitlement(
        id="ent_1",
        business_id=NORTHWIND,
        product_id="prod_1",
        kind=kind,
        name="Brush pack",
        terms=EntitlementTerms(**terms),
        file=FILE,
    )


def a_holding(quantity: int = 1, **changes: Any) -> Holding:
    """Ada has Studio."""
    holding = Holding(
        source=Source(subscription_id="sub_1"),
        business_id=NORTHWIND,
        customer_id=ADA,
        products={"prod_1": quantity} if quantity else {},
        period=1,
    )
    return replace(holding, **changes)


def granted(entitlement: Entitlement, quantity: int = 1) -> Grant:
    """What Ada got of it, when she got it."""
    (settled,) = settle(a_holding(quantity), [entitlement], [], now=NOW)
    assert settled.grant.status is GrantStatus.PENDING
    return delivered(settled.grant, entitlement, now=NOW)


@pytest.mark.parametrize(
    ("status", "withheld", "over"),
    [
        (Status.TRIALING, None, None),
        (Status.ACTIVE, None, None),
        (Status.PAST_DUE, None, None),
        (Status.PENDING_MANDATE, RevokedBecause.NOT_HELD, None),
        (Status.PAUSED, RevokedBecause.PAUSED, None),
        (Status.SUSPENDED, RevokedBecause.SUSPENDED, None),
        (Status.COMPLETED, None, RevokedBecause.ENDED),
        (Status.CANCELED, None, RevokedBecause.ENDED),
    ],
)
def test_in_which_states_a_subscription_gives_what(
    a_subscription: Callable[..., Subscription],
    status: Status,
    withheld: RevokedBecause | None,
    over: RevokedBecause | None,
) -> None:
    holding = holding_of_subscription(a_subscription(status=status))
    assert (holding.withheld, holding.over) == (withheld, over)
    assert (dict(holding.products), holding.period) == ({"prod_1": 1}, 1)


def test_a_file_begins_with_its_limits() -> None:
    grant = granted(an_entitlement(downloads=3, days=7))
    assert (grant.status, grant.granted_at, grant.version) == (GrantStatus.GRANTED, NOW, 2)
    assert (grant.downloads_left, grant.expires_at) == (3, NOW + timedelta(days=7))


def test_a_license_key_works_on_so_many_devices_for_each_unit() -> None:
    entitlement = an_entitlement(EntitlementKind.LICENSE_KEY, activations=2)
    grant = granted(entitlement, quantity=5)
    assert (grant.activation_limit, grant.expires_at, grant.downloads_left) == (10, None, None)
    (settled,) = settle(a_holding(3), [entitlement], [grant], now=NOW)
    assert (settled.grant.activation_limit, settled.grant.quantity, settled.grant.version) == (6, 3, 3)
    assert (settled.is_given_back, settled.is_taken) == (False, False)


def test_what_stays_as_it_is_is_not_touched() -> None:
    entitlement = an_entitlement()
    assert settle(a_holding(), [entitlement], [granted(entitlement)], now=NOW) == []


@pytest.mark.parametrize(
    "holding",
    [
        a_holding(0),
        a_holding(withheld=RevokedBecause.PAUSED),
        a_holding(over=RevokedBecause.ENDED),
    ],
)
def test_what_is_not_held_is_not_granted(holding: Holding) -> None:
    assert settle(holding, [an_entitlement()], [], now=NOW) == []


def test_what_is_archived_is_granted_to_nobody_new_and_stays_with_who_has_it() -> None:
    entitlement = an_entitlement()
    archived = replace(entitlement, active=False)
    assert settle(a_holding(), [archived], [], now=NOW) == []
    assert settle(a_holding(), [archived], [granted(entitlement)], now=NOW) == []


@pytest.mark.parametrize("cause", [RevokedBecause.PAUSED, RevokedBecause.SUSPENDED])
def test_what_is_withheld_comes_back_as_it_was(cause: RevokedBecause) -> None:
    entitlement = an_entitlement()
    grant = replace(granted(entitlement), downloads=2)
    (taken,) = settle(a_holding(withheld=cause), [entitlement], [grant], now=NOW)
    assert (taken.grant.status, taken.grant.cause) == (GrantStatus.WITHHELD, cause)
    assert (taken.is_taken, taken.is_given_back) == (True, False)
    assert settle(a_holding(withheld=cause), [entitlement], [taken.grant], now=NOW) == []
    (back,) = settle(a_holding(), [entitlement], [taken.grant], now=NOW + timedelta(days=1))
    assert back.grant == replace(grant, version=grant.version + 2)
    assert (back.is_taken, back.is_given_back) == (False, True)


@pytest.mark.parametrize(
    ("holding", "cause"),
    [
        (a_holding(over=RevokedBecause.ENDED), RevokedBecause.ENDED),
        (a_holding(0), RevokedBecause.NOT_HELD),
        (a_holding(0, source=Source(order_id="ord_1")), RevokedBecause.REFUNDED),
        (a_holding(over=RevokedBecause.PAYMENT_REVERSED), RevokedBecause.PAYMENT_REVERSED),
    ],
)
def test_what_is_gone_is_revoked_with_its_reason(holding: Holding, cause: RevokedBecause) -> None:
    entitlement = an_entitlement()
    (settled,) = settle(holding, [entitlement], [granted(entitlement)], now=NOW)
    assert (settled.grant.status, settled.grant.cause, settled.is_taken) == (GrantStatus.REVOKED, cause, True)


def test_what_was_never_handed_over_is_not_taken() -> None:
    entitlement = an_entitlement()
    (begun,) = settle(a_holding(), [entitlement], [], now=NOW)
    (settled,) = settle(a_holding(over=RevokedBecause.ENDED), [entitlement], [begun.grant], now=NOW)
    assert (settled.grant.status, settled.is_taken) == (GrantStatus.REVOKED, False)


def test_what_the_business_took_comes_back_by_nothing() -> None:
    entitlement = an_entitlement()
    revoked = revoked_by_business(granted(entitlement))
    for holding in (a_holding(), a_holding(0), a_holding(withheld=RevokedBecause.PAUSED)):
        assert settle(holding, [entitlement], [revoked], now=NOW) == []


def test_with_each_period_that_begins_a_file_can_be_fetched_anew() -> None:
    entitlement = an_entitlement(downloads=3, days=7)
    used_up = replace(granted(entitlement), downloads=3)
    later = NOW + timedelta(days=31)
    (settled,) = settle(a_holding(period=2), [entitlement], [used_up], now=later)
    assert (settled.grant.downloads_left, settled.grant.expires_at) == (3, later + timedelta(days=7))
    assert (settled.is_given_back, settled.is_taken) == (False, False)


def an_order(**changes: Any) -> OrderFacts:
    """Nothing is known of it but whose it is."""
    return replace(OrderFacts(id="ord_1", business_id=NORTHWIND, customer_id=ADA), **changes)


def test_an_order_gives_what_was_paid_for_and_did_not_come_back() -> None:
    order = paid(an_order(), {"prod_1": 3, "prod_2": 1}, version=2)
    assert dict(holding_of_order(order).products) == {"prod_1": 3, "prod_2": 1}
    order = refunded(order, "cn_1", {"prod_1": 2})
    assert dict(holding_of_order(order).products) == {"prod_1": 1, "prod_2": 1}
    order = refunded(order, "cn_1", {"prod_1": 2})
    assert dict(holding_of_order(order).products) == {"prod_1": 1, "prod_2": 1}
    order = refunded(order, "cn_2", {"prod_1": 1, "prod_2": 1})
    assert dict(holding_of_order(order).products) == {}


def test_the_facts_of_an_order_come_in_any_order() -> None:
    late = paid(payment_reversed(an_order(), version=3), {"prod_1": 1}, version=2)
    assert holding_of_order(late).over is RevokedBecause.PAYMENT_REVERSED
    again = paid(late, {"prod_1": 1}, version=4)
    assert (holding_of_order(again).over, dict(holding_of_order(again).products)) == (None, {"prod_1": 1})
    assert holding_of_order(payment_reversed(again, version=3)).over is None
    unpaid = refunded(an_order(), "cn_1", {"prod_1": 1})
    assert dict(holding_of_order(unpaid).products) == {}
    assert dict(holding_of_order(paid(unpaid, {"prod_1": 1}, version=2)).products) == {}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"downloads": 5}, errors.DownloadLimitReached),
        ({"downloads": 6}, errors.DownloadLimitReached),
        ({"expires_at": NOW}, errors.DownloadExpired),
        ({"status": GrantStatus.WITHHELD}, errors.EntitlementNotUsable),
        ({"status": GrantStatus.REVOKED}, errors.EntitlementNotUsable),
        ({"status": GrantStatus.PENDING}, errors.FileNotThereYet),
        ({"kind": EntitlementKind.LINK}, errors.WrongEntitlementKind),
    ],
)
def test_a_file_that_may_not_be_fetched_says_why(changes: dict[str, Any], refusal: type[Exception]) -> None:
    grant = granted(an_entitlement())
    assert check_download(replace(grant, downloads=4), FILE, now=NOW + timedelta(days=29)) == FILE
    with pytest.raises(refusal):
        check_download(replace(grant, **changes), FILE, now=NOW)
    with pytest.raises(errors.FileNotThereYet):
        check_download(grant, None, now=NOW)


@pytest.mark.parametrize(
    "terms", [{"downloads": 0}, {"downloads": 1_001}, {"days": 0}, {"days": 3_651}, {"activations": 0}]
)
def test_limits_are_within_reason(terms: dict[str, Any]) -> None:
    with pytest.raises(errors.EntitlementTermsOutOfRange) as refusal:
        check_terms(EntitlementKind.FILE, EntitlementTerms(**terms))
    assert refusal.value.field == next(iter(terms))
