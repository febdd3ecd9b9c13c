"""Money, dates, ages and greetings, in both languages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from foyer_portal_bff.views import formats, status
from foyer_portal_bff.views.languages import choose_language, languages
from foyer_portal_bff.views.reader import Reader
from foyer_shared.contracts.amounts import Amount

EN, NL = languages()["en"], languages()["nl"]


@pytest.mark.parametrize(
    ("amount", "currency", "english", "dutch"),
    [
        (29000, "EUR", "€290.00", "€\xa0290,00"),
        (-500, "EUR", "-€5.00", "€\xa0-5,00"),
        (1234567, "EUR", "€12,345.67", "€\xa012.345,67"),
        (500, "JPY", "JP¥500", "JP¥\xa0500"),
        (1234, "KWD", "KWD1.234", "KWD\xa01,234"),
    ],
)
def test_money(amount: int, currency: str, english: str, dutch: str) -> None:
    money = Amount(amount=amount, currency=currency)
    assert (formats.money(money, EN), formats.money(money, NL)) == (english, dutch)


@pytest.mark.parametrize(
    ("unit", "count", "english", "dutch"),
    [
        ("year", 1, "€290.00 / year", "€290.00 / jaar"),
        ("month", 3, "€290.00 every 3 months", "€290.00 per 3 maanden"),
        ("week", 2, "€290.00 every 2 weeks", "€290.00 per 2 weken"),
        ("day", 1, "€290.00 / day", "€290.00 / dag"),
    ],
)
def test_intervals(unit: str, count: int, english: str, dutch: str) -> None:
    assert formats.interval("€290.00", unit, count, EN) == english
    assert formats.interval("€290.00", unit, count, NL) == dutch


@pytest.mark.parametrize(
    ("seconds", "english", "dutch"),
    [
        (20, "a moment ago", "zojuist"),
        (61, "1 minute ago", "1 minuut geleden"),
        (720, "12 minutes ago", "12 minuten geleden"),
        (7200, "2 hours ago", "2 uur geleden"),
        (200_000, "2 days ago", "2 dagen geleden"),
    ],
)
def test_ages(seconds: int, english: str, dutch: str) -> None:
    assert (formats.age(seconds, EN), formats.age(seconds, NL)) == (english, dutch)


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(4, "Good evening"), (5, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_greetings(hour: int, greeting: str) -> None:
    assert formats.greeting(hour, "Ada", EN) == f"{greeting}, Ada"


def test_a_moment_is_dated_where_the_business_is() -> None:
    reader = Reader(EN, ZoneInfo("Europe/Amsterdam"), datetime(2026, 3, 1, tzinfo=UTC))
    assert reader.day(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) == "3 March 2026"
    assert reader.days_until(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) == 2


@pytest.mark.parametrize(
    ("chosen", "asked", "fallback", "code"),
    [
        ("nl", "en", "en", "nl"),
        (None, "nl-BE,en;q=0.5", "en", "nl"),
        (None, "fr,de", "nl", "nl"),
        (None, "fr", "fr", "en"),
        (None, "en;q=0.2, nl;q=0.8", "en", "nl"),
        (None, "nl;q=nonsense, *", "en", "en"),
        ("tlh", None, "nl", "nl"),
    ],
)
def test_the_readers_language(chosen: str | None, asked: str | None, fallback: str, code: str) -> None:
    assert choose_language(chosen, asked, fallback).code == code


def test_a_status_that_is_not_known_yet_has_words_all_the_same() -> None:
    reader = Reader(EN, ZoneInfo("UTC"), datetime(2026, 3, 1, tzinfo=UTC))
    assert status.badge(status.INVOICE, "in_dispute", reader) == status.Badge("calm", "In dispute")
