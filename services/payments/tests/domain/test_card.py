"""What is kept of a card, and which cards are refused."""

from typing import Any

import pytest
from foyer_payments.domain.card import BRANDS, new_card
from foyer_payments.domain.errors import CardExpired, HolderMalformed, LastFourMalformed, UnknownCardBrand
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.method_kinds import CARD
from foyer_payments.domain.payment_method import MethodStatus
from foyer_shared.basics.errors import FoyerError
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW

VISA: dict[str, Any] = {
    "business_id": NORTHWIND,
    "customer_id": ADA,
    "kind": CARD,
    "brand": "visa",
    "last4": "4242",
    "expires_on": Expiry(2026, 3),
    "holder": " Ada Lovelace ",
    "now": NOW,
}


def test_a_card_is_known_by_its_brand_and_last_four() -> None:
    card = new_card(**VISA)

    assert (card.label, card.brand, card.last4, card.holder) == (
        "Visa ···4242",
        "visa",
        "4242",
        "Ada Lovelace",
    )
    assert (card.is_default, card.added_at, card.version) == (False, NOW, 1)


def test_each_brand_has_a_name_for_people() -> None:
    labels = {brand: new_card(**VISA | {"brand": brand}).label for brand in BRANDS}

    assert labels["amex"] == "American Express ···4242"
    assert all(label.endswith(" ···4242") for label in labels.values())


def test_a_card_expires_by_itself() -> None:
    card = new_card(**VISA)

    assert card.status(NOW) is MethodStatus.ACTIVE
    assert card.status(NOW.replace(month=4)) is MethodStatus.EXPIRED


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"brand": "Visa"}, UnknownCardBrand),
        ({"brand": ""}, UnknownCardBrand),
        ({"last4": "424"}, LastFourMalformed),
        ({"last4": "4242424242424242"}, LastFourMalformed),
        ({"last4": "42a2"}, LastFourMalformed),
        ({"last4": "٤٢٤٢"}, LastFourMalformed),
        ({"expires_on": Expiry(2026, 2)}, CardExpired),
        ({"holder": " "}, HolderMalformed),
        ({"holder": "A" * 71}, HolderMalformed),
        ({"holder": "Ada\nLovelace"}, HolderMalformed),
    ],
)
def test_a_card_is_refused(change: dict[str, Any], error: type[FoyerError]) -> None:
    with pytest.raises(error):
        new_card(**VISA | change)
