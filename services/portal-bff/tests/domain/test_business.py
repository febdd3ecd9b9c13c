"""Businesses and their hosts."""

from dataclasses import replace

import pytest
from foyer_portal_bff.domain.business import Business, NoSuchZone, check_business, host_name
from foyer_shared.basics.money import UnknownCurrency


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"),
        ("localhost:8080", "localhost"),
        ("127.0.0.1:8080", "127.0.0.1"),
        ("Contoso.localhost:80", "contoso.localhost"),
        ("", ""),
    ],
)
def test_a_host_is_known_by_its_name_on_any_port(header: str, name: str) -> None:
    assert host_name(header) == name


def test_currency_and_zone_exist(a_business: Business) -> None:
    check_business(a_business)
    with pytest.raises(UnknownCurrency):
        check_business(replace(a_business, currency="EUX"))
    with pytest.raises(NoSuchZone):
        check_business(replace(a_business, zone="Europe/Atlantis"))
