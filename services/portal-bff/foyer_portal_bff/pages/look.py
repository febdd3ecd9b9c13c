"""How pages look: templates of every language, compiled at start, and the static files."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from foyer_portal_bff.pages.static_files import StaticFiles, read_static_files
from foyer_portal_bff.views.languages import Language, languages

FOLDER = Path(__file__).parent.parent / "templates"

_PLAIN_TEXT = re.compile(r"{% trans %}([^{%]*){% endtrans %}")
"""A text of a template in which nothing is filled in."""


@dataclass(frozen=True, slots=True)
class Look:
    """Made once per process."""

    environments: dict[str, Environment]
    files: StaticFiles

    def render(self, language: Language, template: str, values: dict[str, Any], block: str = "") -> str:
        """A whole page, or one block of it for a page that is open already."""
        compiled = self.environments[language.code].get_template(template)
        if not block:
            return compiled.render(values)
        return "".join(compiled.blocks[block](compiled.new_context(values)))


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
    environment.globals["asset"] = files.address
    # The extension adds this method; newstyle escapes what is filled in.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext, language.ngettext, newstyle=True
    )
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    return environment
