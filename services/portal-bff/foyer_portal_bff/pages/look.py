"""How pages look: templates of every language, compiled at start, and the static files."""

import re
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from foyer_portal_bff.pages.static_files import StaticFiles, read_static_files
from foyer_portal_bff.views.languages import Language, languages
from foyer_portal_bff.views.shell import Shell

FOLDER = Path(__file__).parent.parent / "templates"

_PLAIN_TEXT = re.compile(r"{% trans %}([^{%]*){% endtrans %}")
"""A text of a template in which nothing is filled in."""

_KEEP = 512
"""Pages, of some ten kilobytes each."""
_NONCE, _TOKEN = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
"""Stand in a kept page for those of a request; nobody can guess them and write them into a page."""


@dataclass(frozen=True, slots=True)
class Look:
    """Made once per process."""

    environments: dict[str, Environment]
    files: StaticFiles

    def page(self, language: Language, template: str, shell: Shell, page: object) -> str:
        """A whole page."""
        return self.environments[language.code].get_template(template).render(shell=shell, page=page)

    def page_again(self, language: Language, template: str, shell: Shell, page: Hashable) -> str:
        """A whole page, made once as long as nothing in it changes but the nonce and the token of its forms.

        For pages that people come back to and that have no form with a key.
        """
        stored = replace(shell, nonce=_NONCE, csrf_token=_TOKEN)
        text = _made_once(self.environments[language.code], template, stored, page)
        return text.replace(_NONCE, escape(shell.nonce)).replace(_TOKEN, escape(shell.csrf_token))

    def block(self, language: Language, template: str, name: str, page: object) -> str:
        """One block of a page, for a page that is open already."""
        compiled = self.environments[language.code].get_template(template)
        return "".join(compiled.blocks[name](compiled.new_context({"page": page})))


@lru_cache(_KEEP)
def _made_once(environment: Environment, template: str, shell: Shell, page: Hashable) -> str:
    return environment.get_template(template).render(shell=shell, page=page)


@cache
def make_look() -> Look:
    """Read and compile everything; once per process, as none of it changes."""
    files = read_static_files()
    return Look({code: _environment(language, files) for code, language in languages().items()}, files)


class _Translated(FileSystemLoader):
    """Puts the plain texts of a language into the templates before they are compiled: there is an environment
    for each language, and to look texts up again and again takes a tenth of a page's time.
    """

    def __init__(self, folder: Path, language: Language) -> None:
        super().__init__(folder)
        self._language = language

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As the file has it, but in the language."""
        source, path, is_current = super().get_source(environment, template)
        return _PLAIN_TEXT.sub(lambda found: self._language.gettext(found[1]), source), path, is_current


def _environment(language: Language, files: StaticFiles) -> Environment:
    environment = Environment(
        loader=_Translated(FOLDER, language),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    # Filters, for what they make of a text that stands in a template is put in when that is compiled.
    environment.filters["asset"] = files.address
    icons: Any = environment.get_template("pieces/icons.html").module
    environment.filters["icon"] = cache(icons.icon)
    # The extension adds this method; newstyle escapes what is filled in.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext, language.ngettext, newstyle=True
    )
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    return environment
