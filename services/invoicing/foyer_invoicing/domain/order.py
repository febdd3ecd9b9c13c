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
        return replace(self, status=OrderStatus.PAID, version=self.version + 1)
