"""Switches: which are on, and which sets of them are refused."""

from typing import Any

import pytest
from foyer_portal_bff.domain.business import Brand, Business
from foyer_portal_bff.domain.portal_configuration import (
    NEEDS,
    Look,
    PortalConfiguration,
    Preset,
    Switch,
    Update,
    check_configuration,
    default_configuration,
    merged_features,
    preset_features,
    with_changes,
)
from foyer_shared.basics.errors import FoyerError
from foyer_shared.testing.makers import NORTHWIND, NOW

DEFAULT = default_configuration("bpc_1", NORTHWIND, NOW)


def changed(**changes: Any) -> PortalConfiguration:
    return with_changes(DEFAULT, changes, merges=True)


def test_everything_is_on_until_somebody_says_otherwise() -> None:
    check_configuration(DEFAULT)
    assert DEFAULT.off == frozenset()
    assert all(DEFAULT.may_update(update) for update in Update)
    assert changed(features={"orders": {"enabled": False}}).off == {Switch.ORDERS}


def test_a_switch_follows_the_one_that_it_needs_until_it_is_set_itself() -> None:
    without = changed(features={"invoices": {"enabled": False}})
    check_configuration(without)
    assert without.off == {Switch.INVOICES, *NEEDS}
    assert (
        with_changes(without, {"features": {"invoices": {"enabled": True}}}, merges=True).off == frozenset()
    )


def test_options_stand_beside_the_switch() -> None:
    one = changed(features={"customer_update": {"allowed_updates": ["phone"]}})
    assert [update for update in Update if one.may_update(update)] == [Update.PHONE]
    off = with_changes(one, {"features": {"customer_update": {"enabled": False}}}, merges=True)
    assert (off.may_update(Update.PHONE), off.option(Switch.CUSTOMER_UPDATE, "allowed_updates")) == (
        False,
        ["phone"],
    )


@pytest.mark.parametrize(
    ("features", "code", "field"),
    [
        ({"invoices": False, "pay_open_invoices": True}, "switch_needs_another", "pay_open_invoices"),
        ({"invoices": False, "refund_requests": True}, "switch_needs_another", "refund_requests"),
        ({"invoices": False, "collection_cases": True}, "switch_needs_another", "collection_cases"),
        ({"collection_cases": False, "payment_plans": True}, "switch_needs_another", "payment_plans"),
        ({"export": False, "support": False}, "required_by_law", "export"),
        ({"closing": False, "support": False}, "required_by_law", "closing"),
        (
            {"sign_in_link": False, "sign_in_password": False, "sign_in_passkey": False},
            "no_way_to_sign_in",
            "",
        ),
        ({"subscription_cancel": False}, "cancellation_is_no_switch", "subscription_cancel"),
        ({"withdrawal": False}, "cancellation_is_no_switch", "withdrawal"),
        ({"newsletter": True}, "no_such_switch", "newsletter"),
    ],
)
def test_what_contradicts_itself_or_the_law_is_refused(
    features: dict[str, bool], code: str, field: str
) -> None:
    configuration = changed(features={name: {"enabled": said} for name, said in features.items()})
    with pytest.raises(FoyerError) as refused:
        check_configuration(configuration)
    assert (refused.value.code, refused.value.field) == (code, f"features.{field}".rstrip("."))


@pytest.mark.parametrize(
    "features", [{"export": False}, {"closing": False}, {"support": False}, {"sign_in_link": False}]
)
def test_what_can_be_asked_for_in_another_way_may_be_off(features: dict[str, bool]) -> None:
    check_configuration(changed(features={name: {"enabled": said} for name, said in features.items()}))


def test_an_option_belongs_to_its_switch() -> None:
    with pytest.raises(FoyerError) as refused:
        check_configuration(changed(features={"orders": {"allowed_updates": []}}))
    assert (refused.value.code, refused.value.field) == ("no_such_option", "features.orders.allowed_updates")


@pytest.mark.parametrize("preset", Preset)
def test_each_preset_is_good_by_itself(preset: Preset) -> None:
    one = changed(features=preset_features(preset))
    check_configuration(one)
    assert one.off
    assert one.has(Switch.INVOICES)


def test_a_preset_gives_way_to_what_is_said() -> None:
    said = merged_features(preset_features("b2b"), {"registration": {"enabled": True}})
    assert changed(features=said).off == {Switch.DOWNLOADS, Switch.LICENSE_KEYS}


def test_a_change_merges_or_sets_as_a_whole() -> None:
    before = changed(features={"orders": {"enabled": False}}, look={"name": "N", "accent": "#112233"})
    more = {"features": {"history": {"enabled": False}}, "look": {"name": "M"}}
    merged = with_changes(before, more, merges=True)
    assert merged.off == {Switch.ORDERS, Switch.HISTORY}
    assert merged.look == Look("M", "#112233")
    whole = with_changes(before, more, merges=False)
    assert whole.off == {Switch.HISTORY}
    assert whole.look == Look("M")


def test_the_brand_is_the_business_s_but_for_what_is_said(a_business: Business) -> None:
    assert DEFAULT.brand(a_business) == a_business.brand
    assert changed(look={"accent": "#112233"}).brand(a_business) == Brand("Northwind", "#112233")
