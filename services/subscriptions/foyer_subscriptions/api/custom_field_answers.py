"""How custom fields look from outside."""

from foyer_shared.http.models import Answer

from foyer_subscriptions.domain.custom_fields import CustomField, Editor, Value, shown_value
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import Subscription


class CustomFieldAnswer(Answer):
    """A field of a product's subscriptions."""

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
    def all_of(cls, subscription: Subscription, fields: tuple[CustomField, ...]) -> "list[OwnFieldAnswer]":
        """Those that are shown, in their order."""
        return [
            cls(
                key=field.key,
                label=field.label,
                type=field.type,
                required=field.required,
                editable=field.editable_by is Editor.CUSTOMER and subscription.status not in ENDED,
                max_length=field.greatest_length,
                options=list(field.options),
                value=shown_value(field, subscription.custom_fields),
            )
            for field in fields
            if field.shown
        ]
