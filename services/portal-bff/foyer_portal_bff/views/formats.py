"""Money, dates and spans of time in words, as the reader's language writes them.

Formatting is dear (tens of microseconds each) and pages repeat themselves: each function remembers its latest
few thousand answers.
"""

from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache
from math import log10

from babel.dates import format_date, format_time
from babel.numbers import NumberFormatError, format_currency, format_decimal, parse_decimal
from foyer_shared.basics.currencies import decimals
from foyer_shared.contracts.amounts import Amount

from foyer_portal_bff.views.languages import Language

_KEEP = 4096
_MOST_DIGITS = 20
_HOURS_OF_DAY = (5, 12, 18)
"""Morning, afternoon and evening begin."""

DAY_SECONDS = 86_400
_SIZES = ("kB", "MB", "GB")


def money(amount: Amount, language: Language) -> str:
    """`€290.00`; never in the currency's long code where a sign is known."""
    return _money(amount.amount, amount.currency, language)


@lru_cache(_KEEP)
def _money(minor: int, currency: str, language: Language) -> str:
    value = minor / 10 ** decimals(currency)
    return format_currency(value, currency, locale=language.locale)


@lru_cache(_KEEP)
def day(moment: date, language: Language) -> str:
    """`3 March 2027`, of a date (for a moment, see `local_day`)."""
    return format_date(moment, format="long", locale=language.locale)


@lru_cache(_KEEP)
def weekday_and_day(moment: date, language: Language) -> str:
    """`Wednesday 3 March 2027`."""
    return format_date(moment, format="EEEE d MMMM y", locale=language.locale)


@lru_cache(_KEEP)
def clock(moment: time, language: Language) -> str:
    """`14:05`."""
    return format_time(moment, format="HH:mm", locale=language.locale)


@lru_cache(_KEEP)
def number(value: int, language: Language) -> str:
    """`1,024`."""
    return format_decimal(value, locale=language.locale)


@lru_cache(_KEEP)
def decimal(value: float | Decimal, language: Language, *, grouped: bool = True) -> str:
    """`1,024.5`, with as many decimals as it has."""
    return format_decimal(value, locale=language.locale, decimal_quantization=False, group_separator=grouped)


def read_decimal(text: str, language: Language) -> int | float | None:
    """The number that was typed as the language writes it, None when it is none."""
    read = _read(text, language)
    if read is None:
        return None
    return int(read) if read == read.to_integral_value() else float(read)


def typed(amount: Amount, language: Language) -> str:
    """The amount without its currency, as `read_amount` takes it."""
    digits = decimals(amount.currency)
    pattern = f"0.{'0' * digits}" if digits else "0"
    value = Decimal(amount.amount).scaleb(-digits)
    return format_decimal(value, format=pattern, locale=language.locale)


def read_amount(text: str, currency: str, language: Language) -> Amount | None:
    """The amount that was typed without its currency, None when it is none, or finer than there are coins."""
    read = _read(text, language)
    minor = read.scaleb(decimals(currency)) if read is not None else None
    if minor is None or minor != minor.to_integral_value():
        return None
    return Amount(amount=int(minor), currency=currency)


def _read(text: str, language: Language) -> Decimal | None:
    try:
        read = parse_decimal(text, locale=language.locale, strict=True)
    except NumberFormatError:
        return None
    # What nobody types is not written out: 1e999999999 has a billion digits.
    return read if read.is_finite() and read.adjusted() <= _MOST_DIGITS else None


@lru_cache(_KEEP)
def file_size(size: int, language: Language) -> str:
    """`850 bytes`, `4.2 MB`; in steps of a thousand, as shops and disks count."""
    if size < 1000:  # noqa: PLR2004 (bytes of a kilobyte)
        return language.ngettext("{n} byte", "{n} bytes", size).format(n=size)
    step = min(int(log10(size)) // 3, len(_SIZES))
    value = format_decimal(size / 1000**step, format="#,##0.#", locale=language.locale)
    return f"{value} {_SIZES[step - 1]}"


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The date of a moment where the business is."""
    return moment.astimezone(zone).date()


def local_clock(moment: datetime, zone: tzinfo) -> time:
    """The time of day of a moment where the business is, to the minute."""
    return moment.astimezone(zone).time().replace(second=0, microsecond=0)


@lru_cache(_KEEP)
def interval(price: str, unit: str, count: int, language: Language) -> str:
    """`€290.00 / year`, `€30.00 every 3 months`; `price` is written already. A unit that is not
    known yet is shown by its own name.
    """
    if count == 1:
        pattern = {
            "day": language.gettext("{price} / day"),
            "week": language.gettext("{price} / week"),
            "month": language.gettext("{price} / month"),
            "year": language.gettext("{price} / year"),
        }.get(unit, "{price} / {unit}")
        return pattern.format(price=price, unit=unit)
    pattern = {
        "day": language.gettext("{price} every {count} days"),
        "week": language.gettext("{price} every {count} weeks"),
        "month": language.gettext("{price} every {count} months"),
        "year": language.gettext("{price} every {count} years"),
    }.get(unit, "{price} / {count} {unit}")
    return pattern.format(price=price, count=count, unit=unit)


def days_between(earlier: datetime, later: datetime, zone: tzinfo) -> int:
    """How many midnights lie between the two where the business is."""
    return (local_day(later, zone) - local_day(earlier, zone)).days


def age(seconds: float, language: Language) -> str:
    """How long ago, in plain words: `a moment ago`, `12 minutes ago`, `2 days ago`."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return language.gettext("a moment ago")
    if minutes < 60:  # noqa: PLR2004 (minutes of an hour)
        return language.ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    hours = minutes // 60
    if hours < 24:  # noqa: PLR2004 (hours of a day)
        return language.ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    days = hours // 24
    return language.ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def greeting(hour: int, name: str, language: Language) -> str:
    """A greeting that fits the hour (0 to 23) where the business is."""
    morning, afternoon, evening = _HOURS_OF_DAY
    if morning <= hour < afternoon:
        return language.gettext("Good morning, {name}").format(name=name)
    if afternoon <= hour < evening:
        return language.gettext("Good afternoon, {name}").format(name=name)
    return language.gettext("Good evening, {name}").format(name=name)
