"""An order and its states."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.errors import Conflict, NotFound

from foyer_invoicing.domain.discount import WholeDiscount
from foyer_invoicing.domain.totals import Totals


class OrderNotFound(NotFound):
    """There is no such order for whoever asks."""


class OrderNotPaid(Conflict):
    """It is delivered once it is paid."""

    code = "order_not_paid"


class OrderPaidAlready(Conflict):
    """Its invoice is credited, which gives back the money."""

    code = "order_paid"


class OrderIsCanceled(Conflict):
    """Nothing of it is to be delivered any more."""

    code = "order_canceled"


class OrderIsRefunded(Conflict):
    """All of it was given back."""

    code = "order_refunded"


class OrderStatus(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    PAID = "paid"
    FULFILLED = "fulfilled"
    """Paid, and all of it was delivered."""
    CANCELED = "canceled"
    """It is not to be paid."""
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
    discount: WholeDiscount | None = None
    """What its lines have as their shares."""
    ship_to: Address | None = None
    status: OrderStatus = OrderStatus.PLACED
    paid_at: datetime | None = None
    fulfilled_at: datetime | None = None
    """Kept when the money is taken back: it was delivered all the same."""
    canceled_at: datetime | None = None
    refunded_at: datetime | None = None
    version: int = 1

    @property
    def is_paid(self) -> bool:
        """Whether it is paid, delivered or not."""
        return self.status in {OrderStatus.PAID, OrderStatus.FULFILLED}

    def paid(self, *, at: datetime) -> "Order":
        """The order once its invoice is paid; what was delivered before stays so."""
        status = OrderStatus.FULFILLED if self.fulfilled_at else OrderStatus.PAID
        return replace(self._with(status), paid_at=at)

    def payment_reversed(self) -> "Order":
        """The order once the money that had paid it was taken back."""
        return replace(self._with(OrderStatus.PLACED), paid_at=None)

    def fulfilled(self, *, at: datetime) -> "Order":
        """The order once all of it is delivered. Raises OrderNotPaid, OrderIsCanceled, OrderIsRefunded."""
        self._refuse_over()
        if self.status is OrderStatus.PLACED:
            raise OrderNotPaid(f"{self.number} is not paid yet.")
        return replace(self._with(OrderStatus.FULFILLED), fulfilled_at=at)

    def canceled(self, *, at: datetime) -> "Order":
        """The order once its invoice is void. Raises OrderPaidAlready, OrderIsCanceled, OrderIsRefunded."""
        self._refuse_over()
        if self.is_paid:
            raise OrderPaidAlready(f"{self.number} is paid: give it back by a credit note.")
        return replace(self._with(OrderStatus.CANCELED), canceled_at=at)

    def refunded(self, *, whole: bool, at: datetime) -> "Order":
        """The order once all of it was given back, or some of it."""
        if not whole:
            return self._with(self.status)
        return replace(self._with(OrderStatus.REFUNDED), refunded_at=at)

    def _refuse_over(self) -> None:
        if self.status is OrderStatus.CANCELED:
            raise OrderIsCanceled(f"{self.number} was canceled.")
        if self.status is OrderStatus.REFUNDED:
            raise OrderIsRefunded(f"{self.number} was given back.")

    def _with(self, status: OrderStatus) -> "Order":
        return replace(self, status=status, version=self.version + 1)
