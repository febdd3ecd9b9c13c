"""What comes in and out at the doors of tax rates."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from foyer_shared.http.models import FIRST_YEAR, LAST_YEAR, Answer, Body, showing
from pydantic import Field

from foyer_invoicing.api.answers import Percent
from foyer_invoicing.api.bodies import Code, OneLine
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.domain.tax_rate import TaxRate

Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]


class TaxRateBody(Body):
    """A rate of the business's own. `percent` is a number such as 21 or 25.5; both days are included."""

    model_config = showing(
        {"country": "NL", "tax_class": "reduced", "percent": 9, "valid_from": "2027-01-01"}
    )

    country: Code
    tax_class: TaxClass
    percent: Annotated[Decimal, Field(allow_inf_nan=False, max_digits=30)]
    valid_from: Day
    valid_until: Day | None = None
    source: OneLine = "Set by the business"


class TaxRateEndBody(Body):
    """The last day on which a rate holds; null when no end is known."""

    model_config = showing({"valid_until": "2027-12-31"})

    valid_until: Day | None


class TaxRateAnswer(Answer):
    """A rate; a published one cannot be changed. `valid_until` is its last day."""

    id: str
    country: str
    tax_class: TaxClass
    percent: Percent
    valid_from: date
    valid_until: date | None
    source: str
    published: bool

    @classmethod
    def of(cls, rate: TaxRate) -> "TaxRateAnswer":
        return cls(
            id=rate.id,
            country=rate.country,
            tax_class=rate.tax_class,
            percent=rate.percent,
            valid_from=rate.valid_from,
            valid_until=rate.valid_until,
            source=rate.source,
            published=rate.business_id is None,
        )
