"""The language in which a customer gets mails and documents."""

import re

from foyer_shared.basics.errors import Invalid

_TAG = re.compile(r"([a-zA-Z]{2,3})(-[a-zA-Z]{4})?(-(?:[a-zA-Z]{2}|[0-9]{3}))?")


class LanguageMalformed(Invalid):
    """It is not a tag of BCP 47 with language, script and region."""

    code = "language_malformed"


def language_tag(text: str) -> str:
    """The tag in its usual letters, such as `nl`, `pt-BR`, `zh-Hant-TW` (RFC 5646 section 2.1.1)."""
    parts = _TAG.fullmatch(text.strip())
    if parts is None:
        raise LanguageMalformed(f"{text!r} is not a language tag of BCP 47.", field="language")
    language, script, region = parts.groups(default="")
    return language.lower() + script.title() + region.upper()
