"""The list of orders, and one order."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.models.invoicing import Order, WholeDiscount
from foyer_portal_bff.views import status
from foyer_portal_bff.views.addresses import lines_of
from foyer_portal_bff.views.charged_lines import ChargedLine, SumRow, charged_lines, sum_rows
from foyer_portal_bff.views.entitlements import Goods
from foyer_portal_bff.views.paging import More
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problems
from foyer_portal_bff.views.status import Badge, mark
from foyer_portal_bff.views.visitor_withdrawal import withdraw_link


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order in a list."""

    href: str
    number: str
    placed: str
    total: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """The list."""

    orders: tuple[OrderLine, ...]
    more: More | None


_STANDS = frozenset({"placed", "paid", "fulfilled"})


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order."""

    number: str
    badge: Badge
    placed: str
    happened: tuple[str, ...]
    """What has become of it and when, the first first."""
    sums: tuple[SumRow, ...]
    total: str
    lines: tuple[ChargedLine, ...]
    discount: str
    """What came off all of it, "" when nothing did."""
    ship_to: tuple[str, ...]
    invoice: str
    """Address of its invoice, "" when there is none."""
    invoice_number: str
    goods: Goods
    withdraw: str
    """Where a consumer withdraws from it in its first days, "" after them."""
    idempotency_key: str
    problems: Problems


def orders_page(orders: tuple[Order, ...], reader: Reader, *, more: More | None) -> OrdersPage:
    """Newest first, as invoicing orders them."""
    return OrdersPage(tuple(order_line(order, reader) for order in orders), more)


def order_line(order: Order, reader: Reader) -> OrderLine:
    """One of them."""
    return OrderLine(
        href=f"/orders/{order.id}",
        number=order.number,
        placed=reader.day(order.placed_at),
        total=reader.money(order.total),
        badge=status.badge(status.ORDER, order.status, reader),
    )


def order_page(
    order: Order, reader: Reader, *, goods: Goods, idempotency_key: str, problems: Problems = NONE
) -> OrderPage:
    """With its lines, the invoice that it made, and what it gives access to."""
    return OrderPage(
        number=order.number,
        badge=status.badge(status.ORDER, order.status, reader),
        placed=reader.day(order.placed_at),
        happened=_happened(order, reader),
        sums=sum_rows(order, reader),
        total=reader.money(order.total),
        lines=charged_lines(order.lines, reader),
        discount=_discount(order.discount, reader) if order.discount else "",
        ship_to=lines_of(order.shipping_address, reader) if order.shipping_address else (),
        invoice=f"/invoices/{order.invoice_id}" if order.invoice_id else "",
        invoice_number=order.invoice_number or "",
        goods=goods,
        withdraw=withdraw_link(order.number, order.placed_at, reader) if order.status in _STANDS else "",
        idempotency_key=idempotency_key,
        problems=problems,
    )


def _discount(discount: WholeDiscount, reader: Reader) -> str:
    amount = reader.money(discount.amount)
    if discount.percent is None:
        return reader.say(
            "The order has a discount of {amount}, of which each line has its share.", amount=amount
        )
    return reader.say(
        "The order has a discount of {percent} ({amount}), of which each line has its share.",
        percent=reader.percent(discount.percent),
        amount=amount,
    )


def _happened(order: Order, reader: Reader) -> tuple[str, ...]:
    moments = [
        (mark("Paid on {day}"), order.paid_at),
        (mark("Fulfilled on {day}"), order.fulfilled_at),
        (mark("Canceled on {day}"), order.canceled_at),
        (mark("Refunded on {day}"), order.refunded_at),
    ]
    return tuple(reader.say(text, day=reader.day(at)) for text, at in moments if at)
