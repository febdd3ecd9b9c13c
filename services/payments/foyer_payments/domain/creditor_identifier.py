"""The identifier by which a business collects by SEPA direct debit (EPC262-08)."""

from hashlib import sha256

from foyer_shared.basics.sepa_area import COUNTRIES

_ANY_BRANCH = "ZZZ"
_NATIONAL_DIGITS = 11


def creditor_identifier(country: str, national: str) -> str:
    """Country, check digits (ISO 7064, MOD 97-10), business code `ZZZ`, national part.

    The business code is not part of the check.
    """
    digits = "".join(str(int(character, 36)) for character in f"{national}{country}00")
    return f"{country}{98 - int(digits) % 97:02}{_ANY_BRANCH}{national}"


def sandbox_creditor_identifier(business_id: str, country: str) -> str | None:
    """One that is well-formed, always the same for the business, and nobody's; None outside of SEPA."""
    if country not in COUNTRIES:
        return None
    number = int.from_bytes(sha256(business_id.encode()).digest()) % 10**_NATIONAL_DIGITS
    return creditor_identifier(country, f"{number:0{_NATIONAL_DIGITS}}")
