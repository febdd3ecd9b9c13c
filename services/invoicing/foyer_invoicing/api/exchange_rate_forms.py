"""What comes in and out at the doors of exchange rates."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from foyer_shared.http.models import Answer, Body, showing
from pydantic import Field

from foyer_invoicing.api.accounting_tax import UsedRateAnswer
from foyer_invoicing.api.bodies import Code, OneLine
from foyer_invoicing.api.tax_rate_forms import Day
from foyer_invoicing.domain.accounting_tax import MissingRate
from foyer_invoicing.domain.exchange_rate import ExchangeRate


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


class ExchangeRateAnswer(UsedRateAnswer):
    """A rate, which never changes."""

    id: str

    @classmethod
    def of(cls, rate: ExchangeRate) -> "ExchangeRateAnswer":
        return cls.model_validate(rate, from_attributes=True)


class MissingRateAnswer(Answer):
    """A rate that documents wait for: from which day on, and for how many invoices."""

    from_currency: str
    to_currency: str
    valid_from: date
    invoices: int

    @classmethod
    def of(cls, missing: MissingRate) -> "MissingRateAnswer":
        return cls.model_validate(missing, from_attributes=True)
