"""Orders and invoices of all customers, made in the order of their dates so that the numbers follow them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from foyer_local.seed.business_api import BusinessApi, side_by_side


@dataclass(frozen=True, slots=True)
class Sale:
    """Something sold at a moment: an order that makes its invoice, or an invoice alone."""

    name: str
    customer_id: str
    at: datetime
    description: str
    amount: int
    currency: str = "EUR"
    quantity: int = 1
    ordered: bool = False
    paid: bool = True
    subscription_id: str | None = None
    shipped: Mapping[str, Any] = field(default_factory=dict)
    """How an order is sent, which then is done two days later, and what comes off it."""


async def book(api: BusinessApi, sales: Iterable[Sale]) -> None:
    """Make what was sold, then pay what was paid, six hours after, and send what is sent."""
    in_order = sorted(sales, key=lambda sale: sale.at)
    made = [(sale, await _sell(api, sale)) for sale in in_order]
    await side_by_side(_pay(api, sale, document) for sale, document in made if sale.paid)
    await side_by_side(_send(api, sale, document["id"]) for sale, document in made if sale.shipped)


async def _sell(api: BusinessApi, sale: Sale) -> dict[str, Any]:
    line = {
        "description": sale.description,
        "quantity": sale.quantity,
        "unit_amount": sale.amount,
        "currency": sale.currency,
    }
    body: dict[str, Any] = {"customer_id": sale.customer_id, "lines": [line], **sale.shipped}
    if sale.subscription_id:
        body["subscription_id"] = sale.subscription_id
    path = "orders" if sale.ordered else "invoices"
    return await api.post(path, body, name=sale.name, at=sale.at)


async def _pay(api: BusinessApi, sale: Sale, document: dict[str, Any]) -> None:
    invoice_id = document["invoice_id"] if sale.ordered else document["id"]
    await api.post(
        f"invoices/{invoice_id}/payments",
        {"amount": document["total"], "reference": "Bank transfer"},
        name=f"payment of {sale.name}",
        at=sale.at + timedelta(hours=6),
    )


async def _send(api: BusinessApi, sale: Sale, order_id: str) -> None:
    at = sale.at + timedelta(days=2)
    await api.post(f"orders/{order_id}/fulfill", {}, name=f"sending of {sale.name}", at=at)
