"""What papers say in each language, and how it writes money, rates and days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import NullTranslations, Translations
from foyer_shared.basics.currencies import decimals
from foyer_shared.basics.money import Money

LOCALES = Path(__file__).parent.parent / "locales"
SOURCE = "en"
"""The language that the code is written in."""

_USUAL_TERRITORY = {"en": "en-GB", "nl": "nl-NL", "de": "de-DE", "ja": "ja-JP", "th": "th-TH"}
"""Whose days and money a language follows when its tag names no territory."""


@dataclass(frozen=True, slots=True)
class PaperWords:
    """One language: its texts, and its ways of writing."""

    language: str
    locale: Locale
    say: Callable[[str], str]

    def money(self, amount: Money) -> str:
        """`€1,234.50`."""
        return self._currency(Decimal(amount.amount).scaleb(-decimals(amount.currency)), amount.currency)

    def price(self, amount: Money, quantity: int) -> str:
        """The price of one where so many cost the amount, with two more decimals where it does not divide."""
        places = decimals(amount.currency)
        fine = round(Decimal(amount.amount).scaleb(-places) / quantity, places + 2)
        plain = round(fine, places)
        return self._currency(plain if plain == fine else fine, amount.currency)

    def percent(self, rate: Decimal) -> str:
        """`21%`, `8.1%`."""
        return format_percent(rate / 100, locale=self.locale, decimal_quantization=False)

    def rate(self, rate: Decimal) -> str:
        """`1.0823`, with all of its decimals."""
        return format_decimal(rate.normalize(), locale=self.locale, decimal_quantization=False)

    def number(self, value: int) -> str:
        """`1,024`."""
        return format_decimal(value, locale=self.locale)

    def day(self, day: date) -> str:
        """`22 November 2026`."""
        return format_date(day, "long", locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """From the one to the other, such as `1 to 31 March 2026`."""
        return format_interval(first, last, "yMMMMd", locale=self.locale)

    def country(self, code: str) -> str:
        """`Netherlands`; the code itself where the language has no name for it."""
        return str(self.locale.territories.get(code, code))

    def _currency(self, value: Decimal, currency: str) -> str:
        return format_currency(value, currency, locale=self.locale, decimal_quantization=False)


def translated() -> frozenset[str]:
    """The languages that papers are written in."""
    return frozenset({SOURCE, *(folder.name for folder in LOCALES.iterdir())})


def words_of(*tags: str) -> PaperWords:
    """Of the first tag (BCP 47) whose language papers are written in, else English."""
    return _words(next((tag for tag in tags if _language(tag) in _translations()), SOURCE))


@cache
def _words(tag: str) -> PaperWords:
    language = _language(tag)
    try:
        locale = Locale.parse(_USUAL_TERRITORY.get(tag, tag), sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse(_USUAL_TERRITORY[language], sep="-")
    return PaperWords(language, locale, _translations()[language].gettext)


@cache
def _translations() -> dict[str, NullTranslations]:
    return {language: _catalogue(language) for language in translated()}


def _catalogue(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _language(tag: str) -> str:
    return tag.partition("-")[0].lower()
