"""Amounts as they come in at the doors: whole minor units."""

from typing import Annotated, Any

from pydantic import BeforeValidator, StrictInt, StringConstraints, ValidationInfo

from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money
from foyer_shared.http.models import Body


class AmountTooPrecise(Invalid):
    """A part of a minor unit."""

    code = "amount_too_precise"


def _whole(amount: Any, info: ValidationInfo) -> Any:
    if isinstance(amount, float):
        raise AmountTooPrecise("An amount is a whole number of minor units.", field=info.field_name)
    return amount


MinorUnits = Annotated[StrictInt, BeforeValidator(_whole)]
"""Raises AmountTooPrecise."""


class AmountBody(Body):
    """Money in the currency's minor unit."""

    amount: MinorUnits
    currency: Annotated[str, StringConstraints(max_length=35)]

    def money(self) -> Money:
        """The same for the domain; raises UnknownCurrency."""
        return Money(self.amount, self.currency.upper())
