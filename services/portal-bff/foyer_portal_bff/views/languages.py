"""The languages of the portal: their words, read from `locales/` at start, and which one a reader gets."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent.parent / "locales"

_OWN_NAMES = {"en": "English", "nl": "Nederlands"}
_LOCALES = {"en": "en_GB", "nl": "nl_NL"}
"""The locale whose ways of writing dates and money each language follows."""

SOURCE = "en"
"""The language that templates and views are written in."""


@dataclass(frozen=True)
class Language:
    """A language with its words; `translations` holds the singular and the plurals of each source text."""

    code: str
    own_name: str
    locale: Locale
    translations: dict[str, tuple[str, ...]]

    def gettext(self, text: str) -> str:
        """The text in this language; the source text where there is none."""
        forms = self.translations.get(text)
        return forms[0] if forms else text

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The text for that many."""
        forms = self.translations.get(one)
        if forms is None:
            return one if count == 1 else many
        return forms[0 if count == 1 else 1]

    def __hash__(self) -> int:
        return hash(self.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Language) and other.code == self.code


def _read(code: str) -> dict[str, tuple[str, ...]]:
    """All translated texts of a language's .po file."""
    path = LOCALES / code / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file, locale=code)
    texts: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if key and forms and all(forms):
            texts[key] = forms
    return texts


@cache
def languages() -> dict[str, Language]:
    """All languages by code; read once."""
    return {
        code: Language(code, own_name, Locale.parse(_LOCALES[code]), _read(code))
        for code, own_name in _OWN_NAMES.items()
    }


def choose_language(
    chosen: str | None, accept_language: str | None, fallback: str, *, offered: Collection[str] = ()
) -> Language:
    """What the login chose, else what the browser asks for, else the business's language, else English: of
    those that are `offered`, which are all when none is named.
    """
    known = offered_languages(offered)
    if chosen in known:
        return known[chosen]
    asked = negotiate_locale(_by_weight(accept_language or ""), list(known), sep="-")
    return known.get(asked or fallback) or known.get(SOURCE) or next(iter(known.values()))


def offered_languages(offered: Collection[str]) -> dict[str, Language]:
    """Those of these codes, all when none is named."""
    every = languages()
    return {code: language for code, language in every.items() if code in offered} or every


def _by_weight(accept_language: str) -> list[str]:
    """The tags of an Accept-Language header, the dearest first; what cannot be read counts as nothing."""
    weighted = []
    for place, part in enumerate(accept_language.split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        weight = parameter.strip().removeprefix("q=") if parameter else "1"
        if tag and tag != "*" and weight.replace(".", "", 1).isdecimal() and float(weight) > 0:
            weighted.append((-float(weight), place, tag))
    return [tag for _, _, tag in sorted(weighted)]
