"""Which kinds of methods can be added, and how."""

import pytest
from foyer_payments.domain.errors import MandateNeeded, UnknownMethodKind
from foyer_payments.domain.method_kinds import CARD, KINDS, kind_made_by_details


def test_the_table() -> None:
    assert {name: kind.made_by.value for name, kind in KINDS.items()} == {
        "card": "details",
        "sepa_debit": "mandate",
    }


def test_a_card_is_made_by_its_details() -> None:
    assert kind_made_by_details("card") is CARD


def test_a_direct_debit_needs_a_mandate() -> None:
    with pytest.raises(MandateNeeded):
        kind_made_by_details("sepa_debit")


@pytest.mark.parametrize("name", ["", "Card", "cheque"])
def test_there_are_no_other_kinds(name: str) -> None:
    with pytest.raises(UnknownMethodKind):
        kind_made_by_details(name)
