"""Postal addresses and countries in the reader's words."""

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.countries import COUNTRIES
from foyer_shared.postal import address_lines

from foyer_portal_bff.gateways.models.invoicing import PostalAddress
from foyer_portal_bff.views.reader import Reader


def country_name(code: str, reader: Reader) -> str:
    """A country or the European Union by name; the code where the language has none."""
    return str(reader.language.locale.territories.get(code, code))


def countries(reader: Reader) -> tuple[tuple[str, str], ...]:
    """All codes and names, in the order of the names."""
    return tuple(sorted(((code, country_name(code, reader)) for code in COUNTRIES), key=lambda one: one[1]))


def lines_of(address: PostalAddress, reader: Reader) -> tuple[str, ...]:
    """As on a letter, with the country."""
    return (*address_lines(Address(**address.model_dump())), country_name(address.country, reader))
