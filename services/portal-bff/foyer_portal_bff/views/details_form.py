"""The form of the customer's own details."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.gateways.models.invoicing import PostalAddress, Profile
from foyer_portal_bff.views.addresses import countries
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.custom_fields import PREFIX, Input, as_typed, field_problems, input_of, value_of
from foyer_portal_bff.views.details import BILLING, EDIT, SHIPPING, language_name, tax_id_name
from foyer_portal_bff.views.languages import languages
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems, problem
from foyer_portal_bff.views.status import mark

MOST_TAX_IDS = 10

_SAME, _OTHER = "same", "other"
_PARTS = (
    ("line1", mark("Street and number"), "address-line1"),
    ("line2", mark("Addition, such as floor or c/o"), "address-line2"),
    ("postal_code", mark("Postal code"), "postal-code"),
    ("city", mark("City"), "address-level2"),
    ("region", mark("State or province"), "address-level1"),
)
"""Of an address: its name, its label, and what browsers fill in."""
_PROBLEMS = {
    "value_required": mark("{label}: fill this in."),
    "unknown_country": mark("{label}: choose a country."),
    "unknown_region": mark("{label}: this country has no such region."),
    "postal_code_malformed": mark("{label}: this is not a postal code of this country."),
    "tax_id_malformed": mark("{label}: this is not a number of this type."),
    "tax_id_twice": mark("{label}: this number is there already."),
}
_MALFORMED = {
    "name": mark("{label}: fill this in."),
    "phone": mark("{label}: use digits, blanks and + ( ) . / - only."),
}
"""What is wrong with an input that has the wrong form altogether."""


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that belong together."""

    legend: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class DetailsForm:
    """The form."""

    action: str
    groups: tuple[Group, ...]
    problems: Problems
    idempotency_key: str


def typed_before(profile: Profile, reader: Reader) -> dict[str, str]:
    """What is stored, as the form would send it."""
    return {
        "name": profile.name,
        "company": profile.company or "",
        "phone": profile.phone or "",
        "language": profile.language or "",
        "billing-country": profile.country or "",
        "shipping": _OTHER if profile.shipping_address else _SAME,
        **_typed_address("billing", profile.billing_address),
        **_typed_address("shipping", profile.shipping_address),
        **{f"tax-type-{place}": one.type for place, one in enumerate(profile.tax_ids)},
        **{f"tax-value-{place}": one.value for place, one in enumerate(profile.tax_ids)},
        **{PREFIX + field.key: as_typed(field, reader) for field in profile.fields if field.editable},
    }


def details_form(
    profile: Profile,
    typed: Mapping[str, str],
    reader: Reader,
    *,
    idempotency_key: str,
    fixed: frozenset[str] = frozenset(),
    refusal: FoyerError | None = None,
) -> DetailsForm:
    """The form with what was typed, and with what was wrong with it; without what is `fixed`."""
    groups = _without(fixed, _groups(profile, typed, reader))
    return DetailsForm(
        action=EDIT,
        groups=groups,
        problems=_problems(refusal, profile, typed, groups, reader) if refusal else NONE,
        idempotency_key=idempotency_key,
    )


def changes_of(
    profile: Profile, typed: Mapping[str, str], reader: Reader, *, fixed: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """All that the form holds but what is `fixed`, for invoicing, which knows what is right."""
    own = {
        field.key: value_of(field, typed.get(PREFIX + field.key, ""), reader)
        for field in profile.fields
        if field.editable
    }
    changes: dict[str, Any] = {
        "name": typed.get("name", ""),
        "company": typed.get("company", "").strip() or None,
        "phone": typed.get("phone", "").strip() or None,
        "language": typed.get("language", ""),
        "billing_address": _address(typed, "billing") if _is_written(typed, "billing") else None,
        "shipping_address": _address(typed, "shipping") if typed.get("shipping") == _OTHER else None,
        "tax_ids": [
            {"type": typed.get(f"tax-type-{row}", ""), "value": typed[f"tax-value-{row}"]}
            for row in _tax_rows(typed)
        ],
    }
    changes |= {"custom_fields": own} if own else {}
    return {name: value for name, value in changes.items() if name not in fixed}


def _without(fixed: frozenset[str], groups: tuple[Group, ...]) -> tuple[Group, ...]:
    left = (
        Group(group.legend, tuple(one for one in group.inputs if _detail_of(one.name) not in fixed))
        for group in groups
    )
    return tuple(group for group in left if group.inputs)


def _detail_of(name: str) -> str:
    """What invoicing calls the detail that an input is of."""
    if name.startswith(PREFIX):
        return "custom_fields"
    of = {"billing": "billing_address", "shipping": "shipping_address", "tax": "tax_ids"}
    return of.get(name.partition("-")[0], name)


def _groups(profile: Profile, typed: Mapping[str, str], reader: Reader) -> tuple[Group, ...]:
    asked = tuple(
        input_of(field, typed.get(PREFIX + field.key, ""), reader)
        for field in profile.fields
        if field.editable
    )
    groups = (
        Group(
            reader.say("About you"),
            (
                _text("name", reader.say("Name"), typed, autocomplete="name", required="required"),
                _text("company", reader.say("Company"), typed, autocomplete="organization"),
                _text("phone", reader.say("Phone"), typed, kind="tel", autocomplete="tel"),
                _languages(typed, reader),
            ),
        ),
        Group(reader.say(BILLING), _parts("billing", typed, reader)),
        Group(
            reader.say(SHIPPING),
            (_where_to(typed, reader), *_parts("shipping", typed, reader)),
        ),
        Group(reader.say("Tax ids"), _tax_ids(profile, typed, reader)),
        Group(reader.say("More about you"), asked),
    )
    return tuple(group for group in groups if group.inputs)


def _text(name: str, label: str, typed: Mapping[str, str], *, kind: str = "text", **extra: str) -> Input:
    return Input(name, label, typed.get(name, ""), kind, {"maxlength": "200", **extra})


def _select(name: str, label: str, options: tuple[tuple[str, str], ...], chosen: str) -> Input:
    choices = tuple(Choice(value, text, value == chosen) for value, text in options)
    return Input(name, label, chosen, "", {}, options=choices)


def _languages(typed: Mapping[str, str], reader: Reader) -> Input:
    chosen = typed.get("language", "")
    codes = dict.fromkeys((*languages(), *((chosen,) if chosen else ())))
    label = reader.say("Language of mails and documents")
    return _select("language", label, tuple((code, language_name(code)) for code in codes), chosen)


def _where_to(typed: Mapping[str, str], reader: Reader) -> Input:
    chosen = typed.get("shipping", _SAME)
    answers = ((_SAME, reader.say("The billing address")), (_OTHER, reader.say("Another address")))
    radios = tuple(Choice(value, text, value == chosen) for value, text in answers)
    return Input("shipping", reader.say("Where do goods go?"), chosen, "", {}, radios=radios)


def _parts(which: str, typed: Mapping[str, str], reader: Reader) -> tuple[Input, ...]:
    texts = tuple(
        _text(f"{which}-{part}", reader.say(label), typed, autocomplete=f"{which} {filled}")
        for part, label, filled in _PARTS
    )
    name = f"{which}-country"
    options = (("", reader.say("Choose a country")), *countries(reader))
    return (*texts, _select(name, reader.say("Country"), options, typed.get(name, "")))


def _tax_ids(profile: Profile, typed: Mapping[str, str], reader: Reader) -> tuple[Input, ...]:
    rows = _tax_rows(typed)
    shown = min((rows[-1] if rows else -1) + 2, MOST_TAX_IDS)
    named = sorted(
        ((kind, tax_id_name(kind, reader)) for kind in profile.tax_id_types), key=lambda one: one[1]
    )
    options = (("", reader.say("Choose a type")), *named)
    inputs: list[Input] = []
    for row in range(shown):
        kind, number = f"tax-type-{row}", f"tax-value-{row}"
        label = reader.say("Type of tax id {number}", number=row + 1)
        inputs.append(_select(kind, label, options, typed.get(kind, "")))
        inputs.append(_text(number, reader.say("Tax id {number}", number=row + 1), typed))
    return tuple(inputs)


def _tax_rows(typed: Mapping[str, str]) -> list[int]:
    return [row for row in range(MOST_TAX_IDS) if typed.get(f"tax-value-{row}", "").strip()]


def _typed_address(which: str, address: PostalAddress | None) -> dict[str, str]:
    parts = address.model_dump() if address else {}
    return {f"{which}-{part}": value or "" for part, value in parts.items()}


def _address(typed: Mapping[str, str], which: str) -> dict[str, str]:
    names = (*(part for part, _, _ in _PARTS), "country")
    return {part: typed.get(f"{which}-{part}", "") for part in names}


def _is_written(typed: Mapping[str, str], which: str) -> bool:
    """A country alone is no address."""
    return any(typed.get(f"{which}-{part}", "").strip() for part, _, _ in _PARTS)


def _problems(
    refusal: FoyerError,
    profile: Profile,
    typed: Mapping[str, str],
    groups: tuple[Group, ...],
    reader: Reader,
) -> Problems:
    if refusal.code.startswith("custom_field"):
        return field_problems(refusal, profile.fields, reader)
    labels = {one.name: one.label for group in groups for one in group.inputs}
    errors = getattr(refusal, "errors", None) or [{"field": refusal.field or "", "code": refusal.code}]
    found = []
    for error in errors:
        name = _input_name(error.get("field", ""), typed)
        code = error.get("code", "")
        text = _PROBLEMS.get(code) or _MALFORMED.get(name) or mark("{label}: this is not right.")
        if name in labels:
            found.append(Problem(name, reader.say(text, label=labels[name])))
    return Problems(tuple(found) or (problem(refusal, reader),))


def _input_name(field: str, typed: Mapping[str, str]) -> str:
    """The input of one of invoicing's fields: of the tax ids only those were sent that are written."""
    match field.split("."):
        case ["billing_address" | "shipping_address" as address, part]:
            return f"{address.removesuffix('_address')}-{part}"
        case ["tax_ids", place, part] if place.isdecimal() and int(place) < len(rows := _tax_rows(typed)):
            return f"tax-{part}-{rows[int(place)]}"
        case _:
            return field
