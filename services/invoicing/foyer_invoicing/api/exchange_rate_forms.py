"""What comes in and out at the doors of exchange rates."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from foyer_shared.http.models import Answer, Body, showing
from pydantic import Field, PlainSerializer

from foyer_invoicing.api.bodies import Code, OneLine
from foyer_invoicing.api.tax_rate_forms import Day
from foyer_invoicing.domain.exchange_rate import ExchangeRate


def _exact(rate: Decimal) -> str:
    return f"{rate.normalize():f}"


Rate = Annotated[Decimal, PlainSerializer(_exact, return_type=str, when_used="json")]
"""A rate as text, such as "1.0823", which loses no digit."""


class ExchangeRateBody(Body):
    """One `from_currency` is worth `rate` of `to_currency`, from a day on until the next rate of the two."""

    model_config = showing(
        {
            "from_currency": "EUR",
            "to_currency": "USD",
            "rate": "1.0823",
            "valid_from": "2026-03-10",
            "source": "European Central Bank",
        }
    )

    from_currency: Code
    to_currency: Code
    rate: Annotated[Decimal, Field(allow_inf_nan=False, max_digits=40)]
    valid_from: Day
    source: OneLine = "Set by the business"


class ExchangeRateAnswer(Answer):
    """A rate, which never changes."""

    id: str
    from_currency: str
    to_currency: str
    rate: Rate
    valid_from: date
    source: str

    @classmethod
    def of(cls, rate: ExchangeRate) -> "ExchangeRateAnswer":
        return cls.model_validate(rate, from_attributes=True)
