"""Money on the wire."""

from foyer_shared.basics.money import Money
from foyer_shared.contracts.envelope import Contract


class Amount(Contract):
    """An integer in the currency's minor unit with its ISO 4217 code."""

    amount: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> "Amount":
        """The same money, for the wire."""
        return cls(amount=money.amount, currency=money.currency)

    def money(self) -> Money:
        """The same money, for the domain."""
        return Money(self.amount, self.currency)
