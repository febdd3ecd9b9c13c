"""The settings of a login: how its screens look, their language, and what its customer is mailed."""

from dataclasses import dataclass
from typing import get_args

from foyer_portal_bff.domain.login import Login, Theme
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.languages import offered_languages
from foyer_portal_bff.views.preferences import Switch
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems

AUTOMATIC = ""
"""The form's value for a language that follows the browser."""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The form."""

    email: str
    name: str
    themes: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    problems: Problems
    idempotency_key: str
    switches: tuple[Switch, ...] | None
    """What is mailed to the customer; None while notifications is away, none for whom it is not to see."""


def check_settings(theme: str, reader: Reader) -> Problems:
    """Whether the look is one of those in the form; the language is the use case's to judge."""
    if theme in get_args(Theme):
        return NONE
    return Problems((Problem("theme", reader.say("Choose one of the three.")),))


def settings_page(
    login: Login,
    reader: Reader,
    *,
    idempotency_key: str,
    switches: tuple[Switch, ...] | None,
    locales: tuple[str, ...] = (),
    problems: Problems = NONE,
) -> SettingsPage:
    """What is chosen now."""
    themes = (
        ("system", reader.say("Like my device")),
        ("light", reader.say("Light")),
        ("dark", reader.say("Dark")),
    )
    offered = (
        (AUTOMATIC, reader.say("Automatic, from the browser")),
        *((language.code, language.own_name) for language in offered_languages(locales).values()),
    )
    return SettingsPage(
        email=login.email,
        name=login.name,
        themes=tuple(Choice(value, text, value == login.theme) for value, text in themes),
        languages=tuple(Choice(value, text, value == (login.language or "")) for value, text in offered),
        problems=problems,
        idempotency_key=idempotency_key,
        switches=switches,
    )
