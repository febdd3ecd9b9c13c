"""Writes mails: one template for each message, framed once as HTML and once as plain text."""

import re
import textwrap
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from foyer_notifications.domain.business import Business
from foyer_notifications.domain.catalogue import CATALOGUE, MessageKind
from foyer_notifications.domain.languages import TRANSLATED, written_in
from foyer_notifications.domain.mail import Content
from foyer_notifications.gateways.wording import FILTERS, locale_of, translations

TEMPLATES = Path(__file__).parent.parent / "templates"

_WIDTH = 76
_BLANK_LINES = re.compile(r"\n{3,}")
_MASKED = "masked"


class MailTemplates:
    """All templates in all languages, compiled when it is made."""

    def __init__(self) -> None:
        self._html = {language: _compile(language, "html") for language in TRANSLATED}
        self._text = {language: _compile(language, "text") for language in TRANSLATED}

    def write(
        self,
        kind: MessageKind,
        *,
        business: Business,
        language: str,
        link: str | None,
        values: Mapping[str, Any],
    ) -> Content:
        """The message's words. `values` are what its template names; money, dates and moments come raw."""
        return self._write(kind.key, business, language, {"link": link, **values})

    def write_masked(self, content: Content, *, business: Business, language: str) -> Content:
        """What may be kept of confidential words: the subject, and that there were others."""
        return self._write(_MASKED, business, language, {"link": None, "subject": content.subject})

    def _write(self, key: str, business: Business, language: str, values: Mapping[str, Any]) -> Content:
        html, text = self._html[written_in(language)][key], self._text[written_in(language)][key]
        context = {
            "business": business,
            "language": language,
            "locale": locale_of(language),
            "zone": business.zone_info,
            **values,
        }
        subject = "".join(text.blocks["subject"](text.new_context(context)))
        return Content(
            subject=" ".join(subject.split()),
            text=_BLANK_LINES.sub("\n\n", text.render(context)).strip() + "\n",
            html=html.render(context),
        )


@cache
def mail_templates() -> MailTemplates:
    """The templates of this process; the first call compiles them."""
    return MailTemplates()


def _compile(language: str, form: str) -> dict[str, Template]:
    """The templates of one language, in the frame of one form. Only HTML is escaped."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader([TEMPLATES / form, TEMPLATES]),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters.update(FILTERS, flow=_flow, quote=_quote)
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # Comes with the extension.
    keys = (*CATALOGUE, _MASKED)
    return {key: environment.get_template(f"messages/{key}.jinja") for key in keys}


def _flow(text: str) -> str:
    """One paragraph in lines that fit a terminal; links stay whole."""
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _quote(text: str) -> str:
    """Another's words, each line marked."""
    lines = [line for part in text.splitlines() for line in _flow(part).splitlines() or [""]]
    return "\n".join(f"> {line}".rstrip() for line in lines)
