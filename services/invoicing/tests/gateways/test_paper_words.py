"""Every language of the papers says everything, in its own way of writing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from foyer_invoicing import gateways
from foyer_invoicing.gateways.paper_words import LOCALES, SOURCE, translated, words_of
from foyer_shared.basics.money import Money

TRANSLATIONS = sorted(translated() - {SOURCE})


@pytest.fixture(scope="module")
def source() -> Catalog:
    """Every text of the papers."""
    catalogue = Catalog()
    for path in Path(gateways.__path__[0]).glob("*.py"):
        for _line, text, _comments, _context in extract_from_file("python", path, keywords={"say": None}):
            catalogue.add(text)
    return catalogue


def test_there_are_five_languages() -> None:
    assert translated() == {"en", "nl", "de", "ja", "th"}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_everything_is_translated_and_nothing_else(source: Catalog, language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    texts = {message.id: message for message in catalogue if message.id}
    assert set(texts) == {message.id for message in source if message.id}
    assert [text for text, message in texts.items() if message.fuzzy or not message.string] == []
    assert [(text, error) for text, message in texts.items() for error in message.check(catalogue)] == []


@pytest.mark.parametrize(
    ("tag", "amount", "written"),
    [
        ("en", Money(123450, "EUR"), "€1,234.50"),
        ("nl", Money(123450, "EUR"), "€\xa01.234,50"),
        ("de-AT", Money(123450, "EUR"), "€\xa01.234,50"),
        ("ja", Money(1500, "JPY"), "￥1,500"),
        ("en", Money(1234, "KWD"), "KWD1.234"),
    ],
)
def test_money(tag: str, amount: Money, written: str) -> None:
    assert words_of(tag).money(amount) == written


@pytest.mark.parametrize(
    ("amount", "quantity", "written"), [(600, 3, "€2.00"), (1000, 3, "€3.3333"), (333, 2, "€1.665")]
)
def test_a_price_that_does_not_divide_has_more_decimals(amount: int, quantity: int, written: str) -> None:
    assert words_of("en").price(Money(amount, "EUR"), quantity) == written


def test_days_rates_and_countries() -> None:
    german = words_of("de")
    assert german.day(date(2026, 3, 10)) == "10. März 2026"
    assert german.percent(Decimal("8.1")) == "8,1\xa0%"
    assert german.country("NL") == "Niederlande"
    assert german.country("XX") == "XX"


def test_a_language_without_words_takes_the_next_one() -> None:
    assert words_of("fr-CA", "nl").language == "nl"
    assert words_of("fr", "it").language == "en"
    assert words_of("de-XX").locale.language == "de"
