"""Which texts are IBANs that can be collected from."""

import traceback

import pytest
from foyer_payments.domain.errors import IbanMalformed, IbanOutsideSepa
from foyer_payments.gateways.iban_registry import read_iban
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.sepa_area import COUNTRIES
from schwifty.registry import get_iban_spec


@pytest.mark.parametrize("text", ["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", " nl91abna0417164300 "])
def test_an_iban_is_read_blanks_or_not(text: str) -> None:
    iban = read_iban(text)

    assert (iban.full, iban.masked, iban.last4) == ("NL91ABNA0417164300", "NL91 •••• 4300", "4300")


def test_an_iban_does_not_show_itself() -> None:
    assert repr(read_iban("NL91ABNA0417164300")) == "Iban()"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", IbanMalformed),
        ("NL91ABNA0417164301", IbanMalformed),  # Check digits.
        ("NL91ABNA041716430", IbanMalformed),  # Too short.
        ("NL91ABNA0417164300" * 100, IbanMalformed),
        ("XX91ABNA0417164300", IbanMalformed),
        ("NL91-ABNA-0417-1643-00", IbanMalformed),
        ("NL91ABNA0417164300\0", IbanMalformed),
        ("BR1500000000000010932840814P2", IbanOutsideSepa),
    ],
)
def test_what_is_no_iban_is_refused_without_repeating_it(text: str, error: type[FoyerError]) -> None:
    with pytest.raises(error) as refused:
        read_iban(text)

    told = "".join(traceback.format_exception(refused.value)).partition("Error")[2] + refused.value.detail
    assert refused.value.field == "iban"
    assert not text or text[:18] not in told


def test_the_area_is_the_one_that_the_library_knows_and_who_joined_since() -> None:
    outside = {country for country in COUNTRIES if not get_iban_spec(country).in_sepa_zone}

    assert outside <= {"AL", "MD", "ME", "MK", "RS"}
