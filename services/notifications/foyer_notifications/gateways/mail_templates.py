"""Writes mails: one template for each message, framed once as HTML and once as plain text."""

import re
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

import structlog
from foyer_shared.markdown import safe_html
from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from foyer_notifications.domain.business import Business
from foyer_notifications.domain.catalogue import CATALOGUE, MessageKind
from foyer_notifications.domain.languages import TRANSLATED, written_in
from foyer_notifications.domain.mail import Content
from foyer_notifications.domain.own_text import OwnText
from foyer_notifications.gateways.own_words import TEMPLATES, render_words
from foyer_notifications.gateways.wording import FILTERS, locale_of, translations

log = structlog.get_logger()

_WIDTH = 76
_BLANK_LINES = re.compile(r"\n{3,}")
_BLANK_LINES_BETWEEN = re.compile(r"\n[ \t]*\n")
_MASKED = "masked"
_OWN = "own_text"


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
        own: OwnText | None = None,
        customer_name: str = "",
    ) -> Content:
        """The message's words. `values` are what its template names; money, dates and moments come raw. `own`
        are the business's words: in place of Foyer's, or before those of a mandatory message.
        """
        known = {"link": link, "settings": _settings(kind, business), **values}
        if own is not None:
            try:
                return self._write_own(kind, own, business, language, known, customer_name)
            except Exception as error:  # noqa: BLE001  A text that breaks on a value must not hold up the mail.
                log.error("own_text_failed", key=kind.key, reason=type(error).__name__)  # noqa: TRY400  It may quote the mail.
        return self._write(kind.key, business, language, known)

    def preview(
        self, kind: MessageKind, own: OwnText, *, business: Business, values: Mapping[str, Any]
    ) -> Content:
        """A business's words with values that are no customer's; without Foyer's own."""
        around = {"link": business.page("/"), "settings": _settings(kind, business), "keeps_body": False}
        shown = {**around, "original": "mail.jinja", **values}
        return self._write_own(kind, own, business, own.language, shown, "")

    def _write_own(
        self,
        kind: MessageKind,
        own: OwnText,
        business: Business,
        language: str,
        values: Mapping[str, Any],
        customer_name: str,
    ) -> Content:
        shown = {
            "customer_name": customer_name,
            "business_name": business.name,
            **_surroundings(business, language),
            **values,
        }
        body = render_words(own.body, shown)
        words = {
            "original": f"messages/{kind.key}.jinja",
            "keeps_body": kind.mandatory,
            **values,
            "own_subject": render_words(own.subject, shown),
            "own_paragraphs": [part.strip() for part in _BLANK_LINES_BETWEEN.split(body) if part.strip()],
        }
        return self._write(_OWN, business, language, words)

    def write_masked(self, content: Content, *, business: Business, language: str) -> Content:
        """What may be kept of confidential words: the subject, and that there were others."""
        return self._write(
            _MASKED, business, language, {"link": None, "settings": None, "subject": content.subject}
        )

    def _write(self, key: str, business: Business, language: str, values: Mapping[str, Any]) -> Content:
        html, text = self._html[written_in(language)][key], self._text[written_in(language)][key]
        context = {"business": business, **_surroundings(business, language), **values}
        subject = "".join(text.blocks["subject"](text.new_context(context)))
        return Content(
            subject=" ".join(subject.split()),
            text=_BLANK_LINES.sub("\n\n", text.render(context)).strip() + "\n",
            html=html.render(context),
        )


def _surroundings(business: Business, language: str) -> dict[str, Any]:
    """What the filters go by."""
    return {"language": language, "locale": locale_of(language), "zone": business.zone_info}


def _settings(kind: MessageKind, business: Business) -> str | None:
    """Where a mail of this kind can be switched off."""
    return None if kind.mandatory else business.page("/settings#messages")


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
    environment.filters.update(FILTERS, flow=_flow, quote=_quote, markdown=_markdown)
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # Comes with the extension.
    keys = (*CATALOGUE, _MASKED)
    compiled = {key: environment.get_template(f"messages/{key}.jinja") for key in keys}
    return compiled | {_OWN: environment.get_template("own_text.jinja")}


def _flow(text: str) -> str:
    """One paragraph in lines that fit a terminal; links stay whole."""
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _markdown(text: str) -> Markup:
    return Markup(safe_html(text))  # noqa: S704  It has been cleaned.


def _quote(text: str) -> str:
    """Another's words, each line marked."""
    lines = [line for part in text.splitlines() for line in _flow(part).splitlines() or [""]]
    return "\n".join(f"> {line}".rstrip() for line in lines)
