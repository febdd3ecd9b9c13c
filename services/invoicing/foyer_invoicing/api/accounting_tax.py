"""How the tax of a document in another currency looks in that of the business's books."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.models import Answer
from pydantic import PlainSerializer

from foyer_invoicing.domain.exchange_rate import ExchangeRate


def _exact(rate: Decimal) -> str:
    return f"{rate.normalize():f}"


Rate = Annotated[Decimal, PlainSerializer(_exact, return_type=str, when_used="json")]
"""An exchange rate as text, such as "1.0823", which loses no digit."""


class UsedRateAnswer(Answer):
    """The exchange rate that a document goes by, as it was: one `from_currency` is worth `rate` of
    `to_currency`.
    """

    from_currency: str
    to_currency: str
    rate: Rate
    valid_from: date
    source: str


class AccountingTaxAnswer(Answer):
    """The tax in the currency in which the business keeps its books, by the rate of the day that counts."""

    tax: Amount
    exchange_rate: UsedRateAnswer

    @classmethod
    def of(cls, tax: Money, rate: ExchangeRate | None) -> "AccountingTaxAnswer | None":
        if rate is None or not tax.amount:
            return None
        return cls(
            tax=Amount.of(rate.convert(tax)),
            exchange_rate=UsedRateAnswer.model_validate(rate, from_attributes=True),
        )
