"""A business's own words for a message, in place of Foyer's or before them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Invalid, NotFound

from foyer_notifications.domain.catalogue import CATALOGUE, MessageKind
from foyer_notifications.domain.languages import TRANSLATED

LONGEST_SUBJECT = 200
LONGEST_BODY = 10_000


class MessageTemplateNotFound(NotFound):
    """There is no such message, or no mail is written in this language."""

    code = "message_template_not_found"


class MessageTemplateFixed(Invalid):
    """What protects an account says the same at every business."""

    code = "message_template_fixed"


class TemplateNotReadable(Invalid):
    """It is not Jinja: a brace is missing, for example."""

    code = "template_not_readable"


class TemplateNotAllowed(Invalid):
    """It does more than show values and choose between words."""

    code = "template_not_allowed"


class TemplateValueUnknown(Invalid):
    """The message has no value of this name."""

    code = "template_value_unknown"


class TemplateFilterWrong(Invalid):
    """A value is written by another filter, or by none."""

    code = "template_filter_wrong"


class ValueKind(StrEnum):
    """What a value is, and so how it is written."""

    TEXT = "text"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"

    @property
    def filters(self) -> frozenset[str | None]:
        """Those that write it; None: none is needed."""
        return _FILTERS[self]


_FILTERS: dict[ValueKind, frozenset[str | None]] = {
    ValueKind.TEXT: frozenset({None}),
    ValueKind.MONEY: frozenset({"money"}),
    ValueKind.DAY: frozenset({"day"}),
    ValueKind.MOMENT: frozenset({"day", "clock"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """One message in one language, as a business words it. `body` is plain text, its paragraphs divided by
    empty lines.
    """

    business_id: str
    key: str
    language: str
    subject: str
    body: str
    changed_at: datetime


def own_text_kind(key: str, language: str) -> MessageKind:
    """The message that may be worded; raises `MessageTemplateNotFound` or `MessageTemplateFixed`."""
    kind = CATALOGUE.get(key)
    if kind is None or language not in TRANSLATED:
        raise MessageTemplateNotFound("There is no such message in this language.")
    if kind.confidential:
        raise MessageTemplateFixed("What protects an account says the same at every business.")
    return kind
