"""An order and its states."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import NotFound

from foyer_invoicing.domain.totals import Totals


class OrderNotFound(NotFound):
    """There is no such order for whoever asks."""


class OrderStatus(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    PAID = "paid"
    REFUNDED = "refunded"
    """All of it was given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a customer bought; its invoice is made with it."""

    id: str
    business_id: str
    customer_id: str
    number: str
    totals: Totals
    invoice_id: str
    invoice_number: str
    placed_at: datetime
    status: OrderStatus = OrderStatus.PLACED
    version: int = 1

    def paid(self) -> "Order":
        """The order once its invoice is paid."""
        return self._with(OrderStatus.PAID)

    def payment_reversed(self) -> "Order":
        """The order once the money that had paid it was taken back."""
        return self._with(OrderStatus.PLACED)

    def refunded(self, *, whole: bool) -> "Order":
        """The order once all of it was given back, or some of it."""
        return self._with(OrderStatus.REFUNDED if whole else self.status)

    def _with(self, status: OrderStatus) -> "Order":
        return replace(self, status=status, version=self.version + 1)
