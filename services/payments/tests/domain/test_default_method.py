"""A customer with methods has exactly one default."""

from dataclasses import replace

import pytest
from foyer_payments.domain.default_method import place_default
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.method_kinds import CARD
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW


@pytest.fixture
def method() -> PaymentMethod:
    """A card that is not the default."""
    return PaymentMethod(
        id="pm_new",
        business_id=NORTHWIND,
        customer_id=ADA,
        kind=CARD,
        label="Visa ···4242",
        brand="visa",
        last4="4242",
        expires_on=Expiry(2030, 1),
        holder="Ada Lovelace",
        added_at=NOW,
    )


@pytest.mark.parametrize("wanted", [True, False])
def test_the_first_becomes_the_default(method: PaymentMethod, *, wanted: bool) -> None:
    assert place_default(method, None, NOW, wanted=wanted) == (replace(method, is_default=True), None)


def test_a_later_one_becomes_it_when_wanted(method: PaymentMethod) -> None:
    current = replace(method, id="pm_old", is_default=True)

    added, replaced = place_default(method, current, NOW, wanted=True)

    assert added == replace(method, is_default=True)
    assert replaced == replace(current, is_default=False, version=2)


def test_else_the_default_stays(method: PaymentMethod) -> None:
    current = replace(method, id="pm_old", is_default=True)

    assert place_default(method, current, NOW, wanted=False) == (method, None)


def test_the_first_that_can_be_charged_becomes_it_by_itself(method: PaymentMethod) -> None:
    told = replace(method, id="pm_told", is_default=True)
    charged = replace(method, account_id="pacc_1", token="tok_1")

    added, replaced = place_default(charged, told, NOW, wanted=False)

    assert added == replace(charged, is_default=True)
    assert replaced == replace(told, is_default=False, version=2)
    lapsed = replace(added, mandate_status=MandateStatus.LAPSED)
    assert place_default(charged, lapsed, NOW, wanted=False) == (
        added,
        replace(lapsed, is_default=False, version=2),
    )
    another = replace(charged, id="pm_another", token="tok_2")
    assert place_default(another, added, NOW, wanted=False) == (another, None)


def test_one_that_has_expired_gives_way(method: PaymentMethod) -> None:
    added = replace(method, account_id="pacc_1", token="tok_1")
    current = replace(added, id="pm_old", token="tok_2", expires_on=Expiry(2026, 1), is_default=True)
    assert place_default(added, current, NOW, wanted=False) == (
        replace(added, is_default=True),
        replace(current, is_default=False, version=2),
    )
