"""How pages look: templates of every language, compiled at start, and the static files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from foyer_portal_bff.pages.static_files import StaticFiles, read_static_files
from foyer_portal_bff.views.languages import Language, languages

FOLDER = Path(__file__).parent.parent / "templates"


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


def _environment(language: Language, files: StaticFiles) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
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
