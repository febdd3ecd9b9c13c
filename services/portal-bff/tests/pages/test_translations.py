"""Every text of templates and views has its Dutch, with the same places to fill in."""

import re
from pathlib import Path

import foyer_portal_bff
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from foyer_portal_bff.views.languages import SOURCE, languages

PACKAGE = Path(foyer_portal_bff.__file__).parent
MAPPING = PACKAGE.parent / "babel.cfg"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "say_many": (1, 2),
    "mark": None,
}
PLACES = re.compile(r"\{\w*\}|%\(\w+\)s")


@pytest.fixture(scope="module")
def texts() -> dict[str, set[str]]:
    """Each source text (the singular), with the places in it that are filled in."""
    with MAPPING.open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel has no types.
    found = extract_from_dir(str(PACKAGE.parent), methods, options, keywords=KEYWORDS)
    singles = (message if isinstance(message, str) else message[0] for _, _, message, _, _ in found)
    return {text: set(PLACES.findall(text)) for text in singles if text}


def test_nothing_is_missing_or_left_over(texts: dict[str, set[str]]) -> None:
    assert len(texts) > 200
    for code, language in languages().items():
        if code != SOURCE:
            assert texts.keys() - language.translations.keys() == set()
            assert language.translations.keys() - texts.keys() == set()


def test_the_places_to_fill_in_are_the_same(texts: dict[str, set[str]]) -> None:
    for language in languages().values():
        for source, forms in language.translations.items():
            for form in forms:
                assert set(PLACES.findall(form)) == texts[source], form
