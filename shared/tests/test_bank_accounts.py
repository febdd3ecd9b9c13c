"""How an IBAN is shown."""

import pytest
from foyer_shared.basics.bank_accounts import in_fours


@pytest.mark.parametrize(
    ("iban", "shown"),
    [
        ("NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"),
        ("NO9386011117947", "NO93 8601 1117 947"),
        ("BE68539007547034", "BE68 5390 0754 7034"),
    ],
)
def test_an_iban_is_shown_in_groups_of_four(iban: str, shown: str) -> None:
    assert in_fours(iban) == shown
