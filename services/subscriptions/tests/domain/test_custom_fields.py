"""Custom fields: how they may be set up, who writes what, and which values fit."""

from dataclasses import replace

import pytest
from foyer_shared.basics.custom_fields import (
    CustomField,
    CustomFieldInvalid,
    CustomFieldNotEditable,
    CustomFieldSetupInvalid,
    CustomFieldTwice,
    CustomFieldUnknown,
    Editor,
    FieldType,
    Value,
    changed_values,
    checked_fields,
    fields_of,
    first_values,
    shown_value,
)
from foyer_shared.basics.errors import FoyerError

REFERENCE = CustomField(
    key="reference", label="Reference", type=FieldType.TEXT, editable_by=Editor.CUSTOMER, max_length=10
)
ROOM = CustomField(key="room", label="Room", type=FieldType.TEXT)
RATING = CustomField(key="rating", label="Rating", type=FieldType.NUMBER, shown=False)
FIELDS = (REFERENCE, ROOM, RATING)
OWN = CustomField(key="x", label="X", type=FieldType.TEXT, editable_by=Editor.CUSTOMER)
COLOUR = replace(OWN, type=FieldType.CHOICE, options=("Red", "Blue"))


@pytest.mark.parametrize(
    ("fields", "refusal", "path"),
    [
        ((ROOM, ROOM), CustomFieldTwice, "custom_fields.1.key"),
        ((replace(OWN, type=FieldType.CHOICE),), CustomFieldSetupInvalid, "custom_fields.0.options"),
        ((ROOM, replace(OWN, options=("a",))), CustomFieldSetupInvalid, "custom_fields.1.options"),
        (
            (replace(OWN, type=FieldType.CHOICE, options=("a", "a")),),
            CustomFieldSetupInvalid,
            "custom_fields.0.options",
        ),
        (
            (replace(OWN, type=FieldType.URL, max_length=9),),
            CustomFieldSetupInvalid,
            "custom_fields.0.max_length",
        ),
        ((replace(OWN, shown=False),), CustomFieldSetupInvalid, "custom_fields.0.shown"),
    ],
)
def test_a_setup_that_contradicts_itself_is_refused(
    fields: tuple[CustomField, ...], refusal: type[FoyerError], path: str
) -> None:
    with pytest.raises(refusal) as refused:
        checked_fields(fields)
    assert refused.value.field == path


def test_of_two_products_fields_with_one_key_the_first_ones_counts() -> None:
    other = CustomField(key="room", label="Other room", type=FieldType.NUMBER)
    assert fields_of([(REFERENCE, ROOM), (other, RATING)]) == (REFERENCE, ROOM, RATING)


@pytest.mark.parametrize(
    ("field", "given", "stored"),
    [
        (OWN, "  O'Brien & Söhne ", "O'Brien & Söhne"),
        (OWN, "x" * 500, "x" * 500),
        (replace(OWN, type=FieldType.NUMBER), 5.0, 5),
        (replace(OWN, type=FieldType.NUMBER), -12.25, -12.25),
        (replace(OWN, type=FieldType.NUMBER), 10**12, 10**12),
        (replace(OWN, type=FieldType.DATE), "2028-02-29", "2028-02-29"),
        (replace(OWN, type=FieldType.BOOLEAN), False, False),
        (COLOUR, "Blue", "Blue"),
        (replace(OWN, type=FieldType.URL), "https://ada.example/x?y=z", "https://ada.example/x?y=z"),
    ],
)
def test_a_value_that_fits_is_stored(field: CustomField, given: Value, stored: Value) -> None:
    found = changed_values((field,), {}, {"x": given}, by=Editor.CUSTOMER)
    assert found == {"x": stored}
    assert type(found["x"]) is type(stored)
    assert shown_value(field, found) == stored


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        (OWN, 5, "not_a_text"),
        (OWN, "x" * 501, "text_too_long"),
        (replace(OWN, max_length=3), "four", "text_too_long"),
        (OWN, "one\ntwo", "text_not_plain"),
        (OWN, "a\0b", "text_not_plain"),
        (replace(OWN, type=FieldType.NUMBER), "5", "not_a_number"),
        (replace(OWN, type=FieldType.NUMBER), True, "not_a_number"),
        (replace(OWN, type=FieldType.NUMBER), float("nan"), "number_too_large"),
        (replace(OWN, type=FieldType.NUMBER), float("inf"), "number_too_large"),
        (replace(OWN, type=FieldType.NUMBER), -(10**12) - 1, "number_too_large"),
        (replace(OWN, type=FieldType.NUMBER), 10**400, "number_too_large"),
        (replace(OWN, type=FieldType.DATE), "2027-02-29", "not_a_date"),
        (replace(OWN, type=FieldType.DATE), "20270228", "not_a_date"),
        (replace(OWN, type=FieldType.DATE), 20270228, "not_a_date"),
        (replace(OWN, type=FieldType.BOOLEAN), 1, "not_a_boolean"),
        (replace(OWN, type=FieldType.BOOLEAN), "true", "not_a_boolean"),
        (COLOUR, "red", "not_an_option"),
        (replace(OWN, type=FieldType.URL), "javascript:alert(1)", "not_an_address"),
        (replace(OWN, type=FieldType.URL), "https://", "not_an_address"),
        (replace(OWN, type=FieldType.URL), "https://a b.example", "not_an_address"),
        (replace(OWN, type=FieldType.URL), "https://[::1", "not_an_address"),
        (replace(OWN, type=FieldType.URL), "https://a.example/" + "x" * 2000, "text_too_long"),
        (replace(OWN, required=True), " ", "value_required"),
        (replace(OWN, type=FieldType.BOOLEAN, required=True), None, "value_required"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(field: CustomField, given: Value | None, code: str) -> None:
    with pytest.raises(CustomFieldInvalid) as refused:
        changed_values((field,), {}, {"x": given}, by=Editor.CUSTOMER)
    assert [(error["field"], error["code"]) for error in refused.value.errors] == [("custom_fields.x", code)]


def test_all_that_does_not_fit_is_said_at_once() -> None:
    with pytest.raises(CustomFieldInvalid) as refused:
        changed_values(FIELDS, {}, {"reference": "x" * 11, "room": "ok", "rating": "b"}, by=Editor.BUSINESS)
    assert refused.value.field == "custom_fields.reference"
    assert refused.value.errors == [
        {
            "field": "custom_fields.reference",
            "code": "text_too_long",
            "detail": "Reference: At most 10 characters.",
        },
        {"field": "custom_fields.rating", "code": "not_a_number", "detail": "Rating: A number."},
    ]


@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        ("room", CustomFieldNotEditable),
        ("rating", CustomFieldUnknown),
        ("colour", CustomFieldUnknown),
        ("gone", CustomFieldUnknown),
    ],
)
def test_customers_write_their_own_fields_and_hear_of_no_hidden_one(
    key: str, refusal: type[FoyerError]
) -> None:
    with pytest.raises(refusal) as refused:
        changed_values(FIELDS, {"gone": "x"}, {key: None}, by=Editor.CUSTOMER)
    assert refused.value.field == f"custom_fields.{key}"


def test_none_and_blanks_empty_a_field_and_the_others_stay() -> None:
    stored = {"reference": "A-1", "room": "2", "gone": "kept"}
    assert changed_values(FIELDS, stored, {"reference": "  "}, by=Editor.CUSTOMER) == {
        "room": "2",
        "gone": "kept",
    }
    assert changed_values(FIELDS, stored, {"gone": None}, by=Editor.BUSINESS) == {
        "reference": "A-1",
        "room": "2",
    }
    with pytest.raises(CustomFieldUnknown):
        changed_values(FIELDS, stored, {"gone": "new"}, by=Editor.BUSINESS)


def test_a_value_that_stays_is_not_looked_at_again() -> None:
    colour = replace(OWN, type=FieldType.CHOICE, options=("Blue",))
    stored = {"x": "Red"}
    assert changed_values((colour,), stored, {"x": "Red"}, by=Editor.CUSTOMER) == stored
    with pytest.raises(CustomFieldInvalid):
        changed_values((colour,), stored, {"x": "Green"}, by=Editor.CUSTOMER)


def test_a_value_of_another_type_is_kept_and_not_shown() -> None:
    stored = {"x": "Red"}
    assert shown_value(replace(OWN, type=FieldType.NUMBER), stored) is None
    assert shown_value(replace(OWN, type=FieldType.BOOLEAN), stored) is None
    assert shown_value(replace(OWN, type=FieldType.DATE), stored) is None
    assert shown_value(replace(OWN, type=FieldType.URL), stored) is None
    assert shown_value(OWN, {"x": 5}) is None
    assert shown_value(OWN, {}) is None


def test_at_the_start_only_what_the_business_writes_is_required() -> None:
    own = replace(OWN, required=True)
    theirs = CustomField(key="y", label="Y", type=FieldType.TEXT, required=True)
    assert first_values((own, theirs), {"y": "1"}, taken_over=False) == {"y": "1"}
    with pytest.raises(CustomFieldInvalid) as refused:
        first_values((own, theirs), {}, taken_over=False)
    assert [(error["field"], error["code"]) for error in refused.value.errors] == [
        ("custom_fields.y", "value_required")
    ]


def test_what_is_taken_over_is_as_good_as_it_was() -> None:
    theirs = CustomField(key="y", label="Y", type=FieldType.NUMBER, required=True)
    assert first_values((theirs,), {"gone": "x"}, taken_over=True) == {"gone": "x"}
