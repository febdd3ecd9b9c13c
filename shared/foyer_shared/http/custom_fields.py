"""How custom fields and their values come in at a door, and how they look from outside."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from foyer_shared.basics.custom_fields import CustomField, Editor, FieldType, Value, shown_value
from foyer_shared.http.models import Answer, Body

Option = Annotated[str, Field(min_length=1, max_length=100)]


class CustomFieldBody(Body):
    """A field that is asked of each; `options` are those of a choice."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Annotated[str, Field(min_length=1, max_length=100)]
    type: FieldType
    required: bool = False
    editable_by: Editor = Editor.BUSINESS
    shown: bool = True
    max_length: Annotated[int, Field(ge=1, le=2_000)] | None = None
    options: Annotated[list[Option], Field(max_length=50)] = Field(default_factory=list)


CustomFields = Annotated[list[CustomFieldBody], Field(max_length=20)]


def fields_of(bodies: Sequence[CustomFieldBody]) -> tuple[CustomField, ...]:
    """The same, for the domain."""
    return tuple(
        CustomField(**body.model_dump(exclude={"options"}), options=tuple(body.options)) for body in bodies
    )


class CustomFieldAnswer(Answer):
    """A field as the business set it up."""

    key: str
    label: str
    type: str
    required: bool
    editable_by: str
    shown: bool
    max_length: int | None
    options: list[str]

    @classmethod
    def of(cls, field: CustomField) -> "CustomFieldAnswer":
        return cls.model_validate(field, from_attributes=True)


class OwnFieldAnswer(Answer):
    """A field as the customer sees it, with its value and whether they may change it now."""

    key: str
    label: str
    type: str
    required: bool
    editable: bool
    max_length: int | None
    options: list[str]
    value: Value | None

    @classmethod
    def all_of(
        cls, fields: Sequence[CustomField], values: Mapping[str, Value], *, editable: bool = True
    ) -> "list[OwnFieldAnswer]":
        """Those that are shown, in their order."""
        return [
            cls(
                key=field.key,
                label=field.label,
                type=field.type,
                required=field.required,
                editable=editable and field.editable_by is Editor.CUSTOMER,
                max_length=field.greatest_length,
                options=list(field.options),
                value=shown_value(field, values),
            )
            for field in fields
            if field.shown
        ]
