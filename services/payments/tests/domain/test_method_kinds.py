"""Which kinds of methods can be added, and how."""

import pytest
from foyer_payments.domain.errors import KindNotForCurrency, MadeByProvider, MandateNeeded, UnknownMethodKind
from foyer_payments.domain.method_kinds import CARD, KINDS, kind_made_by_details, kinds_to_offer


def test_the_table() -> None:
    assert {name: kind.made_by.value for name, kind in KINDS.items()} == {
        "card": "details",
        "sepa_debit": "mandate",
        "ideal": "provider",
        "bancontact": "provider",
        "paypal": "provider",
    }


@pytest.mark.parametrize(
    ("currency", "kinds"),
    [
        ("EUR", ("card", "sepa_debit", "ideal", "bancontact", "paypal")),
        ("USD", ("card", "paypal")),
        ("JPY", ("card",)),
    ],
)
def test_what_pays_in_a_currency_is_offered(currency: str, kinds: tuple[str, ...]) -> None:
    assert kinds_to_offer(None, currency) == kinds


def test_one_kind_is_offered_alone_where_it_pays_in_the_currency() -> None:
    assert kinds_to_offer("ideal", "EUR") == ("ideal",)
    with pytest.raises(KindNotForCurrency):
        kinds_to_offer("ideal", "USD")
    with pytest.raises(UnknownMethodKind):
        kinds_to_offer("cheque", "EUR")


@pytest.mark.parametrize("name", ["ideal", "bancontact", "paypal"])
def test_what_is_added_at_the_provider_has_no_details(name: str) -> None:
    with pytest.raises(MadeByProvider):
        kind_made_by_details(name)


def test_a_card_is_made_by_its_details() -> None:
    assert kind_made_by_details("card") is CARD


def test_a_direct_debit_needs_a_mandate() -> None:
    with pytest.raises(MandateNeeded):
        kind_made_by_details("sepa_debit")


@pytest.mark.parametrize("name", ["", "Card", "cheque"])
def test_there_are_no_other_kinds(name: str) -> None:
    with pytest.raises(UnknownMethodKind):
        kind_made_by_details(name)
