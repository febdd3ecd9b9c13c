"""Every language says everything, in its own way of writing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from foyer_notifications.domain.languages import SOURCE, TRANSLATED
from foyer_notifications.gateways.own_words import TEMPLATES
from foyer_notifications.gateways.wording import FILTERS, LOCALES, locale_of
from foyer_shared.basics.money import Money
from jinja2 import Environment

TRANSLATIONS = sorted(TRANSLATED - {SOURCE})


@pytest.fixture(scope="session")
def source() -> Catalog:
    """Every text of the templates."""
    catalogue = Catalog()
    found = extract_from_dir(
        TEMPLATES, method_map=[("**.jinja", "jinja2")], options_map={"**.jinja": {"trimmed": "true"}}
    )
    for _file, _line, text, _comments, _context in found:
        catalogue.add(text)
    return catalogue


@pytest.fixture
def write() -> Callable[..., str]:
    """Writes a value with one of the filters, as templates do."""

    def write(name: str, value: Any, tag: str, zone: str = "Europe/Amsterdam") -> str:
        environment = Environment(autoescape=True)
        environment.filters.update(FILTERS)
        template = environment.from_string(f"{{{{ value | {name} }}}}")
        return template.render(value=value, locale=locale_of(tag), zone=ZoneInfo(zone))

    return write


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_everything_is_translated_and_nothing_else(source: Catalog, language: str) -> None:
    path: Path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    texts = {message.id: message for message in catalogue if message.id}
    assert set(texts) == {message.id for message in source if message.id}
    assert [text for text, message in texts.items() if message.fuzzy] == []
    assert [text for text, message in texts.items() if not message.string or not all(message.string)] == []
    assert [(text, error) for text, message in texts.items() for error in message.check(catalogue)] == []


@pytest.mark.parametrize(
    ("tag", "amount", "written"),
    [
        ("en", Money(123450, "EUR"), "€1,234.50"),
        ("nl", Money(123450, "EUR"), "€\xa01.234,50"),
        ("de-AT", Money(123450, "EUR"), "€\xa01.234,50"),
        ("de", Money(123450, "EUR"), "1.234,50\xa0€"),
        ("en", Money(1500, "JPY"), "JP¥1,500"),
        ("en-US", Money(1234, "KWD"), "KWD1.234"),
    ],
)
def test_money(write: Callable[..., str], tag: str, amount: Money, written: str) -> None:
    assert write("money", amount, tag) == written


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "1 June 2026"),
        ("en-US", "June 1, 2026"),
        ("nl-BE", "1 juni 2026"),
        ("nl-XX", "1 juni 2026"),
        ("de", "1. Juni 2026"),
    ],
)
def test_a_moment_falls_on_the_business_day(write: Callable[..., str], tag: str, written: str) -> None:
    assert write("day", datetime(2026, 5, 31, 22, tzinfo=UTC), tag) == written


def test_a_date_is_the_same_everywhere(write: Callable[..., str]) -> None:
    assert write("day", date(2026, 5, 31), "nl", zone="Pacific/Auckland") == "31 mei 2026"


def test_a_time_names_its_zone(write: Callable[..., str]) -> None:
    assert write("clock", datetime(2026, 5, 31, 22, 5, tzinfo=UTC), "nl") == "00:05 CEST"
