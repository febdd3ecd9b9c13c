"""The tables of test cards and accounts hold together, and the documentation shows each of them."""

from pathlib import Path

import pytest
from foyer_payments.gateways.iban_registry import read_iban
from foyer_sandbox_provider.api.words import DUTCH, ENGLISH
from foyer_sandbox_provider.api.words import KINDS as NAMES
from foyer_sandbox_provider.domain.kinds import IBAN_BEHIND_A_BANK, KINDS
from foyer_sandbox_provider.domain.outcomes import CARDS, IBANS, OUTCOMES

DOCUMENTED = (Path(__file__).parents[4] / "docs/sandbox-payments.md").read_text()


def luhn(number: str) -> int:
    """The checksum of a card's number; 0 for one that is well-formed."""
    digits = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(digit // 10 + digit % 10 for digit in digits) % 10


@pytest.mark.parametrize("number", CARDS)
def test_a_test_card_is_well_formed_and_documented(number: str) -> None:
    assert luhn(number) == 0
    assert number in DOCUMENTED.replace(" ", "")


@pytest.mark.parametrize("iban", IBANS)
def test_a_test_account_is_well_formed_and_documented(iban: str) -> None:
    assert read_iban(iban).full == iban
    assert iban in DOCUMENTED.replace(" ", "")


def test_every_outcome_is_somebody_s() -> None:
    assert {*CARDS.values(), *IBANS.values()} == set(OUTCOMES)
    assert IBAN_BEHIND_A_BANK in IBANS


def test_everything_has_words_in_both_languages() -> None:
    assert DUTCH.keys() == ENGLISH.keys()
    assert NAMES.keys() == KINDS.keys()
