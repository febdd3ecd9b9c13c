"""What an address has in each country."""

from typing import Any

import pytest
from foyer_shared.basics.addresses import Address, AddressInvalid
from foyer_shared.basics.countries import COUNTRIES
from foyer_shared.postal import address_lines, checked_address

NEW_YORK = {
    "line1": "1 O'Neill St",
    "postal_code": "10001",
    "city": "New York",
    "region": "NY",
    "country": "US",
}
TOKYO = {"line1": "1-1 Chiyoda", "postal_code": "100-0001", "region": "Tokyo", "country": "JP"}
DUBAI = {"line1": "Al Wasl Road 1", "region": "Dubai", "country": "AE"}
DUBLIN = {"line1": "1 Grafton St", "city": "Dublin", "region": "The Pale", "country": "IE"}
AMSTERDAM = {"line1": "Herengracht 1", "postal_code": "1015 BA", "city": "Amsterdam", "country": "NL"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            AMSTERDAM | {"postal_code": " 1015ba", "country": " nl ", "line2": "  "},
            AMSTERDAM | {"postal_code": "1015BA"},
        ),
        (NEW_YORK | {"region": "new york"}, NEW_YORK),
        (TOKYO, TOKYO),
        (DUBAI, DUBAI),
        (DUBLIN, DUBLIN),
    ],
)
def test_what_the_country_s_post_takes_is_kept_in_its_own_form(
    typed: dict[str, str], kept: dict[str, str]
) -> None:
    assert checked_address(Address(**typed), field="address") == Address(**kept)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (AMSTERDAM | {"country": "XX"}, {"country": "unknown_country"}),
        (AMSTERDAM | {"country": ""}, {"country": "unknown_country"}),
        ({"line1": " ", "country": "NL"}, dict.fromkeys(["line1", "postal_code", "city"], "value_required")),
        (AMSTERDAM | {"postal_code": "10119"}, {"postal_code": "postal_code_malformed"}),
        (NEW_YORK | {"region": "Noord-Holland"}, {"region": "unknown_region"}),
        (NEW_YORK | {"region": None, "city": ""}, {"city": "value_required", "region": "value_required"}),
    ],
)
def test_all_that_is_wrong_is_named(typed: dict[str, Any], errors: dict[str, str]) -> None:
    with pytest.raises(AddressInvalid) as refused:
        checked_address(Address(**typed), field="billing_address")
    found = {error["field"].removeprefix("billing_address."): error["code"] for error in refused.value.errors}
    assert found == errors


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_country_is_known(country: str) -> None:
    try:
        checked_address(Address(line1="1 Main Street", country=country), field="address")
    except AddressInvalid as refused:
        assert {error["code"] for error in refused.errors} == {"value_required"}  # noqa: PT017


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (AMSTERDAM, ("Herengracht 1", "1015 BA Amsterdam")),
        (
            AMSTERDAM | {"line2": "3 hoog", "region": "NH"},
            ("Herengracht 1", "3 hoog", "1015 BA Amsterdam", "NH"),
        ),
        (NEW_YORK, ("1 O'Neill St", "New York, NY 10001")),
        (NEW_YORK | {"region": None}, ("1 O'Neill St", "New York, 10001")),
        (TOKYO | {"city": "Chiyoda"}, ("〒100-0001", "Tokyo", "1-1 Chiyoda", "Chiyoda")),
        (DUBAI, ("Al Wasl Road 1", "Dubai")),
    ],
)
def test_it_is_written_as_on_a_letter(address: dict[str, Any], lines: tuple[str, ...]) -> None:
    assert address_lines(Address(**address)) == lines
