"""Money is an integer in the currency's minor unit with its ISO 4217 code."""

from dataclasses import dataclass

from foyer_shared.basics.currencies import is_currency
from foyer_shared.basics.errors import Invalid


class UnknownCurrency(Invalid):
    """The code is not an ISO 4217 currency in use."""

    code = "unknown_currency"


class CurrencyMismatch(Invalid):
    """Amounts of two currencies cannot be added or compared."""

    code = "currency_mismatch"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, yen, fils) of one currency."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if not is_currency(self.currency):
            raise UnknownCurrency(f"{self.currency!r} is not a currency code of ISO 4217.", field="currency")

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, count: int) -> "Money":
        return Money(self.amount * count, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def share(self, part: int, whole: int) -> "Money":
        """The part/whole of it, half a minor unit rounded away from zero (EN 16931 rounds halves up)."""
        scaled = abs(self.amount) * part
        rounded = (2 * scaled + whole) // (2 * whole)
        return Money(rounded if self.amount >= 0 else -rounded, self.currency)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up.", field="currency")
