"""Custom fields: what a business wants to know of something of its own, and what may be written there."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from foyer_shared.basics.errors import Invalid, NotAllowed

Value = str | int | float | bool
"""A date is `2026-03-31`."""

LONGEST_TEXT = 500
"""Characters of a text whose field does not say how long it may be."""
LONGEST_URL = 2_000
LARGEST_NUMBER = 1_000_000_000_000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class CustomFieldTwice(Invalid):
    """Each key names one field."""

    code = "custom_field_twice"


class CustomFieldSetupInvalid(Invalid):
    """What is said of a field does not fit its type, or itself."""

    code = "custom_field_setup_invalid"


class CustomFieldUnknown(Invalid):
    """There is no such field, or none that this caller knows of."""

    code = "custom_field_unknown"


class CustomFieldNotEditable(NotAllowed):
    """The business alone writes this field."""

    code = "custom_field_not_editable"


class CustomFieldInvalid(Invalid):
    """Values that do not fit their fields; `errors` says what is wrong with each."""

    code = "custom_field_invalid"

    def __init__(self, errors: Sequence[dict[str, str]]) -> None:
        """The first one is what a caller reads who looks at one only."""
        super().__init__(errors[0]["detail"], field=errors[0]["field"])
        self.errors = list(errors)


class FieldType(StrEnum):
    """What kind of value a field takes."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    URL = "url"


class Editor(StrEnum):
    """Who writes a field."""

    CUSTOMER = "customer"
    """The business does, too."""
    BUSINESS = "business"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """One field of a customer, or of a product's subscriptions."""

    key: str
    label: str
    type: FieldType
    required: bool = False
    editable_by: Editor = Editor.BUSINESS
    shown: bool = True
    """Whether customers see it."""
    max_length: int | None = None
    """Of a text."""
    options: tuple[str, ...] = ()
    """Of a choice."""

    @property
    def greatest_length(self) -> int | None:
        """How many characters may be typed; None where nothing is."""
        match self.type:
            case FieldType.TEXT:
                return self.max_length or LONGEST_TEXT
            case FieldType.URL:
                return LONGEST_URL
            case _:
                return None


def stored_field(stored: Mapping[str, Any]) -> CustomField:
    """The field that `asdict` made this of."""
    return CustomField(
        key=stored["key"],
        label=stored["label"],
        type=FieldType(stored["type"]),
        required=stored["required"],
        editable_by=Editor(stored["editable_by"]),
        shown=stored["shown"],
        max_length=stored["max_length"],
        options=tuple(stored["options"]),
    )


def checked_fields(fields: Sequence[CustomField]) -> tuple[CustomField, ...]:
    """The same, if each has a key of its own and what its type needs."""
    keys = [field.key for field in fields]
    for place, field in enumerate(fields):
        path = f"custom_fields.{place}"
        if field.key in keys[:place]:
            raise CustomFieldTwice(f"There is another field {field.key} already.", field=f"{path}.key")
        if (field.type is FieldType.CHOICE) != bool(field.options):
            raise CustomFieldSetupInvalid(
                "A choice has options, and no other field has any.", field=f"{path}.options"
            )
        if len(set(field.options)) < len(field.options):
            raise CustomFieldSetupInvalid("Each option is offered once.", field=f"{path}.options")
        if field.max_length is not None and field.type is not FieldType.TEXT:
            raise CustomFieldSetupInvalid("Only a text has a greatest length.", field=f"{path}.max_length")
        if field.editable_by is Editor.CUSTOMER and not field.shown:
            raise CustomFieldSetupInvalid("What customers write is shown to them.", field=f"{path}.shown")
    return tuple(fields)


def fields_of(products: Iterable[Sequence[CustomField]]) -> tuple[CustomField, ...]:
    """Those of a subscription: of two products' fields with one key, the first one's."""
    found: dict[str, CustomField] = {}
    for fields in products:
        for field in fields:
            found.setdefault(field.key, field)
    return tuple(found.values())


def first_values(
    fields: Sequence[CustomField], given: Mapping[str, Value | None], *, taken_over: bool = False
) -> dict[str, Value]:
    """What something new has. The customer may fill in later what customers write; what is taken over from
    another subscription is as good as it was there.
    """
    if taken_over:
        return {key: value for key, value in given.items() if value is not None}
    needed = {field.key: None for field in fields if field.required and field.editable_by is Editor.BUSINESS}
    return changed_values(fields, {}, needed | dict(given), by=Editor.BUSINESS)


def changed_values(
    fields: Sequence[CustomField],
    stored: Mapping[str, Value],
    given: Mapping[str, Value | None],
    *,
    by: Editor,
) -> dict[str, Value]:
    """What is stored then; None empties a field, and a value that stays as it is is not looked at.

    What a field held that is asked no more stays, and only the business empties it.
    """
    known = {field.key: field for field in fields if field.shown or by is Editor.BUSINESS}
    values, errors = dict(stored), []
    for key, said in given.items():
        value = _tidy(said)
        if key not in known and not (by is Editor.BUSINESS and key in stored and value is None):
            raise CustomFieldUnknown(f"There is no field {key}.", field=f"custom_fields.{key}")
        if by is Editor.CUSTOMER and known[key].editable_by is not Editor.CUSTOMER:
            raise CustomFieldNotEditable(
                f"{known[key].label} is not changed here. Please contact us.", field=f"custom_fields.{key}"
            )
        if key in known and not (is_same(value, stored.get(key)) and key in stored):
            errors += _errors(known[key], value)
        values.pop(key, None)
        if value is not None:
            values[key] = value
    if errors:
        raise CustomFieldInvalid(errors)
    return values


def is_same(one: Value | None, other: Value | None) -> bool:
    """Whether two values are one; True is not 1."""
    return one == other and type(one) is type(other)


def shown_value(field: CustomField, stored: Mapping[str, Value]) -> Value | None:
    """The value, if it is of the field's type: that may have changed since it was stored."""
    value = stored.get(field.key)
    match field.type:
        case FieldType.BOOLEAN:
            fits = isinstance(value, bool)
        case FieldType.NUMBER:
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        case FieldType.DATE:
            fits = isinstance(value, str) and _is_day(value)
        case FieldType.URL:
            fits = isinstance(value, str) and _is_url(value)
        case FieldType.TEXT | FieldType.CHOICE:
            fits = isinstance(value, str)
    return value if fits else None


def _tidy(value: Value | None) -> Value | None:
    """Without blanks around it, and None for nothing; 5.0 is 5."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _errors(field: CustomField, value: Value | None) -> list[dict[str, str]]:
    wrong = _wrong(field, value)
    if wrong is None:
        return []
    code, detail = wrong
    return [{"field": f"custom_fields.{field.key}", "code": code, "detail": f"{field.label}: {detail}"}]


def _wrong(field: CustomField, value: Value | None) -> tuple[str, str] | None:
    if value is None:
        return ("value_required", "This cannot be empty.") if field.required else None
    is_option = field.type is not FieldType.CHOICE or value in field.options
    if shown_value(field, {field.key: value}) is None or not is_option:
        return _KINDS[field.type]
    if isinstance(value, str):
        return _wrong_text(field, value)
    # What is no number at all, such as infinity less itself, is not at most anything.
    return None if abs(value) <= LARGEST_NUMBER else ("number_too_large", f"At most {LARGEST_NUMBER:,}.")


def _wrong_text(field: CustomField, value: str) -> tuple[str, str] | None:
    longest = field.greatest_length
    if longest is not None and len(value) > longest:
        return "text_too_long", f"At most {longest} characters."
    if any(unicodedata.category(one) == "Cc" for one in value):
        return "text_not_plain", "One line of plain text."
    return None


_KINDS = {
    FieldType.TEXT: ("not_a_text", "A text."),
    FieldType.NUMBER: ("not_a_number", "A number."),
    FieldType.DATE: ("not_a_date", "A date such as 2026-03-31."),
    FieldType.BOOLEAN: ("not_a_boolean", "Either true or false."),
    FieldType.CHOICE: ("not_an_option", "One of the options."),
    FieldType.URL: ("not_an_address", "A web address that begins with https:// or http://."),
}


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_url(text: str) -> bool:
    if any(one.isspace() for one in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
