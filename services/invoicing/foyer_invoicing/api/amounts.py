"""Amounts as they come in at the doors: whole minor units."""

from typing import Annotated, Any

from foyer_shared.basics.errors import Invalid
from pydantic import BeforeValidator, StrictInt, ValidationInfo


class AmountTooPrecise(Invalid):
    """A part of a minor unit."""

    code = "amount_too_precise"


def _whole(amount: Any, info: ValidationInfo) -> Any:
    if isinstance(amount, float):
        raise AmountTooPrecise("An amount is a whole number of minor units.", field=info.field_name)
    return amount


MinorUnits = Annotated[StrictInt, BeforeValidator(_whole)]
"""Raises AmountTooPrecise."""
