"""What has to be settled before a customer can close their account."""

from dataclasses import dataclass
from datetime import date

from foyer_shared.basics.errors import Conflict
from foyer_shared.basics.money import Money

from foyer_invoicing.domain.order import Order


class CustomerOwes(Conflict):
    """Invoices of the customer are open."""

    code = "customer_has_open_invoices"


class CustomerHasPaymentUnderWay(Conflict):
    """Nobody knows yet whether money of the customer arrives."""

    code = "customer_has_payment_under_way"


class CustomerHasDispute(Conflict):
    """A bank has not decided yet whose the money of a payment is."""

    code = "customer_has_open_dispute"


class CustomerHasCredit(Conflict):
    """The customer has something to their credit, which nobody could use any more."""

    code = "customer_has_credit"


class CustomerHasUnfinishedOrders(Conflict):
    """The customer waits for what was ordered."""

    code = "customer_has_unfinished_orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is in the way of closing, and until when documents stay; None when there are none. Amounts are in
    all, per currency.
    """

    owed: list[Money]
    under_way: list[Money]
    """Of payments whose outcome is not known."""
    disputed: list[Money]
    credit: list[Money]
    unfinished_orders: list[Order]
    """The newest first; not all when there are many."""
    documents_kept_until: date | None


def check_leaving(leaving: Leaving) -> None:
    """Raises CustomerHasPaymentUnderWay, CustomerHasDispute, CustomerOwes, CustomerHasCredit,
    CustomerHasUnfinishedOrders.
    """
    if leaving.under_way:
        raise CustomerHasPaymentUnderWay("A payment of this customer is under way.")
    if leaving.disputed:
        raise CustomerHasDispute("A payment of this customer is disputed.")
    if leaving.owed:
        raise CustomerOwes("Invoices of this customer are still open.")
    if leaving.credit:
        raise CustomerHasCredit("This customer has something to their credit.")
    if leaving.unfinished_orders:
        raise CustomerHasUnfinishedOrders("An order of this customer is not finished.")
