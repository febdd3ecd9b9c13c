"""Custom fields: as lines of a subscription's page, and as a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.gateways.models.subscriptions import CustomField, FieldValue, Subscription
from foyer_portal_bff.views import formats
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import BY_CODE, NONE, Problem, Problems, problem
from foyer_portal_bff.views.status import mark
from foyer_portal_bff.views.subscription_facts import Row
from foyer_portal_bff.views.subscriptions import LIVE, display_name

PREFIX = "field-"
"""Of the names of inputs, so that no key is that of something else in the form."""

_EXAMPLE = 12.5
_PROBLEMS = {
    "value_required": mark("{label}: fill this in."),
    "text_too_long": mark("{label}: use at most {longest} characters."),
    "text_not_plain": mark("{label}: write it on one line."),
    "not_a_number": mark("{label}: enter a number, such as {example}."),
    "number_too_large": mark("{label}: this number is too large."),
    "not_a_date": mark("{label}: enter a date."),
    "not_an_option": mark("{label}: choose one of the options."),
    "not_a_boolean": mark("{label}: choose one of the options."),
    "not_an_address": mark("{label}: enter a web address that begins with https://."),
}
_INPUTS: dict[str, tuple[str, dict[str, str]]] = {
    "date": ("date", {}),
    "number": ("text", {"inputmode": "decimal"}),
    "url": ("url", {"inputmode": "url"}),
}
"""The type of an input, and what more it says of itself; a text for all others."""


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the form: choices as radio buttons or as a list, else something to type."""

    name: str
    label: str
    value: str
    type: str
    extra: dict[str, str]
    radios: tuple[Choice, ...] = ()
    options: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomFieldsPage:
    """The form."""

    name: str
    action: str
    back: str
    inputs: tuple[Input, ...]
    problems: Problems
    idempotency_key: str


def field_rows(one: Subscription, reader: Reader) -> tuple[Row, ...]:
    """What is written in the fields, and what the customer has still to write."""
    return tuple(
        Row(
            field.label,
            in_words(field, reader) if field.value is not None else reader.say("Not filled in"),
            href=str(field.value) if field.type == "url" and field.value is not None else "",
        )
        for field in one.fields
        if field.value is not None or field.editable
    )


def edit_address(one: Subscription) -> str:
    """Where the customer edits fields, "" when there are none to edit."""
    return f"/subscriptions/{one.id}/custom-fields" if any(field.editable for field in one.fields) else ""


def why_not(one: Subscription, reader: Reader) -> Problems:
    """Why there is no form."""
    code = "custom_field_not_editable" if one.status in LIVE else "subscription_already_ended"
    return Problems((Problem("", reader.say(BY_CODE[code])),))


def custom_fields_page(
    one: Subscription,
    reader: Reader,
    *,
    typed: Mapping[str, str] | None,
    idempotency_key: str,
    problems: Problems = NONE,
) -> CustomFieldsPage:
    """The form with what is stored, or with what was `typed`, by the fields' keys."""
    return CustomFieldsPage(
        name=display_name(one),
        action=edit_address(one),
        back=f"/subscriptions/{one.id}",
        inputs=tuple(
            input_of(field, as_typed(field, reader) if typed is None else typed.get(field.key, ""), reader)
            for field in one.fields
            if field.editable
        ),
        problems=problems,
        idempotency_key=idempotency_key,
    )


def values_of(one: Subscription, typed: Mapping[str, str], reader: Reader) -> dict[str, FieldValue | None]:
    """What was typed as values. What is no number or no answer goes as it is: the service says so."""
    return {
        field.key: value_of(field, typed.get(field.key, ""), reader) for field in one.fields if field.editable
    }


def field_problems(refusal: FoyerError, fields: Iterable[CustomField], reader: Reader) -> Problems:
    """One for each field that is wrong, or what is wrong with all of it."""
    asked = {f"custom_fields.{field.key}": field for field in fields}
    errors: list[dict[str, str]] = getattr(refusal, "errors", None) or []
    found = tuple(
        Problem(PREFIX + field.key, _problem(error.get("code", ""), field, reader))
        for error in errors
        if (field := asked.get(error.get("field", "")))
    )
    return Problems(found or (problem(refusal, reader),))


def _problem(code: str, field: CustomField, reader: Reader) -> str:
    text = _PROBLEMS.get(code, mark("{label}: this is not right."))
    example = formats.decimal(_EXAMPLE, reader.language)
    return reader.say(text, label=field.label, longest=field.max_length, example=example)


def input_of(field: CustomField, typed: str, reader: Reader) -> Input:
    """The field in a form, with what was typed there."""
    label = field.label
    if not field.required:
        label = reader.say("{label} (you may leave it empty)", label=label)
    kind, extra = _INPUTS.get(field.type, ("text", {}))
    if field.max_length and field.type == "text":
        extra = {**extra, "maxlength": str(field.max_length)}
    if field.required:
        extra = {**extra, "required": "required"}
    radios: tuple[Choice, ...] = ()
    options: tuple[Choice, ...] = ()
    if field.type == "boolean":
        answers = [("true", reader.say("Yes")), ("false", reader.say("No"))]
        radios = _choices(answers if field.required else [*answers, ("", reader.say("No answer"))], typed)
    elif field.type == "choice":
        # What was chosen once can stay, also when it is no longer offered.
        names = dict.fromkeys((*field.options, *((typed,) if typed else ())))
        options = _choices([("", reader.say("No answer")), *((name, name) for name in names)], typed)
    return Input(PREFIX + field.key, label, typed, kind, extra, radios, options)


def _choices(answers: list[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, text, value == chosen) for value, text in answers)


def in_words(field: CustomField, reader: Reader) -> str:
    """What is written there, as the reader's language writes it."""
    match field.value:
        case bool():
            return reader.say("Yes") if field.value else reader.say("No")
        case int() | float():
            return formats.decimal(field.value, reader.language)
        case str() if field.type == "date":
            return reader.day(date.fromisoformat(field.value))
        case _:
            return str(field.value)


def as_typed(field: CustomField, reader: Reader) -> str:
    """What is stored, as somebody would type it."""
    match field.value:
        case None:
            return ""
        case bool():
            return "true" if field.value else "false"
        case int() | float():
            return formats.decimal(field.value, reader.language, grouped=False)
        case _:
            return field.value


def value_of(field: CustomField, text: str, reader: Reader) -> FieldValue | None:
    """What was typed as a value. What is no number or no answer stays as it is: the service says so."""
    text = text.strip()
    if not text:
        return None
    if field.type == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if field.type == "number":
        number = formats.read_decimal(text, reader.language)
        return text if number is None else number
    return text
