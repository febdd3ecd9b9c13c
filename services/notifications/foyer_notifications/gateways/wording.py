"""How each language writes: its translated texts, and its ways of writing money, days and moments."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency
from babel.support import NullTranslations, Translations
from foyer_shared.basics.currencies import decimals
from foyer_shared.basics.money import Money
from jinja2 import pass_context
from jinja2.runtime import Context

from foyer_notifications.domain.languages import SOURCE, written_in

LOCALES = Path(__file__).parent.parent / "locales"

_USUAL_TERRITORY = {"en": "en_GB", "nl": "nl_NL", "de": "de_DE"}
"""Whose dates and money a language follows when its tag names no territory."""


def translations(language: str) -> NullTranslations:
    """The texts of a language, from its .po file; none for the language that the templates are written in."""
    if language == SOURCE:
        return NullTranslations()
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@cache
def locale_of(tag: str) -> Locale:
    """The ways of writing of a BCP 47 tag; of its language alone where the territory is unknown."""
    language = written_in(tag)
    try:
        return Locale.parse(_USUAL_TERRITORY.get(tag.lower(), tag), sep="_" if "_" in tag else "-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(_USUAL_TERRITORY[language])


@pass_context
def money(context: Context, value: Money) -> str:
    """`€30.00` of an amount in minor units."""
    amount = Decimal(value.amount).scaleb(-decimals(value.currency))
    return format_currency(amount, value.currency, locale=context["locale"])


@pass_context
def day(context: Context, value: date) -> str:
    """`22 November 2026`; of a moment, the day where the business is."""
    if isinstance(value, datetime):
        value = value.astimezone(context["zone"]).date()
    return format_date(value, "long", locale=context["locale"])


@pass_context
def clock(context: Context, value: datetime) -> str:
    """`11:05 CET`, where the business is."""
    local = value.astimezone(context["zone"])
    return f"{format_time(local, 'short', tzinfo=local.tzinfo, locale=context['locale'])} {local:%Z}"


FILTERS: dict[str, Any] = {"money": money, "day": day, "clock": clock}
