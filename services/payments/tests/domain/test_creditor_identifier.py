"""Creditor identifiers are well-formed."""

import pytest
from foyer_payments.domain.creditor_identifier import creditor_identifier, sandbox_creditor_identifier
from foyer_shared.testing.makers import CONTOSO, NORTHWIND


@pytest.mark.parametrize(
    ("country", "national", "whole"),
    [
        ("DE", "09999999999", "DE98ZZZ09999999999"),  # The Bundesbank's own for testing.
        ("ES", "M23456789", "ES50ZZZM23456789"),
        ("FR", "123456", "FR72ZZZ123456"),
    ],
)
def test_its_check_digits(country: str, national: str, whole: str) -> None:
    assert creditor_identifier(country, national) == whole


def test_in_the_sandbox_each_business_has_its_own_and_keeps_it() -> None:
    made = sandbox_creditor_identifier(NORTHWIND, "NL")

    assert made is not None
    assert made == sandbox_creditor_identifier(NORTHWIND, "NL")
    assert made != sandbox_creditor_identifier(CONTOSO, "NL")
    assert (made[:2], made[4:7], len(made)) == ("NL", "ZZZ", 18)
    assert int("".join(str(int(each, 36)) for each in f"{made[7:]}{made[:4]}")) % 97 == 1


@pytest.mark.parametrize("country", ["US", "", "nl"])
def test_outside_of_sepa_there_is_none(country: str) -> None:
    assert sandbox_creditor_identifier(NORTHWIND, country) is None
