"""Countries, languages, and the numbers of documents."""

import pytest
from foyer_invoicing.domain.document_number import (
    credit_note_number,
    invoice_number,
    order_number,
    receipt_number,
)
from foyer_invoicing.domain.language import LanguageMalformed, language_tag
from foyer_shared.basics.countries import UnknownCountry, country_code


@pytest.mark.parametrize(("text", "code"), [("NL", "NL"), ("nl", "NL"), (" de ", "DE")])
def test_a_country_has_a_code_of_iso_3166(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "N", "NLD", "EU", "UK", "XK", "ZZ", "N1"])
def test_what_no_country_has_is_refused(text: str) -> None:
    with pytest.raises(UnknownCountry):
        country_code(text)


@pytest.mark.parametrize(
    ("text", "tag"),
    [("nl", "nl"), ("EN", "en"), ("pt-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")],
)
def test_a_language_tag_is_kept_in_its_usual_letters(text: str, tag: str) -> None:
    assert language_tag(text) == tag


@pytest.mark.parametrize("text", ["", "e", "english", "en_GB", "en-", "en-GB-x-private", "12"])
def test_what_is_no_language_tag_is_refused(text: str) -> None:
    with pytest.raises(LanguageMalformed):
        language_tag(text)


def test_numbers_end_in_digits() -> None:
    assert invoice_number("NW", 2026, 42) == "NW-2026-00042"
    assert invoice_number("NW", 2026, 100_000) == "NW-2026-100000"
    assert receipt_number("NW", 2026, 7) == "NW-R-2026-00007"
    assert order_number("NW", 1007) == "NW-O-1007"
    assert credit_note_number("NW", 2026, 7) == "NW-CN-2026-00007"
