"""Orders and invoices of all customers, made in the order of their dates so that the numbers follow them."""

from collections.abc import Iterable
from dataclasses import dataclass
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


async def book(api: BusinessApi, sales: Iterable[Sale]) -> None:
    """Make what was sold, then pay what was paid, six hours after."""
    in_order = sorted(sales, key=lambda sale: sale.at)
    invoices = [(sale, await _sell(api, sale)) for sale in in_order]
    await side_by_side(_pay(api, sale, invoice) for sale, invoice in invoices if sale.paid)


async def _sell(api: BusinessApi, sale: Sale) -> dict[str, Any]:
    line = {
        "description": sale.description,
        "quantity": sale.quantity,
        "unit_amount": sale.amount,
        "currency": sale.currency,
    }
    body: dict[str, Any] = {"customer_id": sale.customer_id, "lines": [line]}
    if sale.subscription_id:
        body["subscription_id"] = sale.subscription_id
    path = "orders" if sale.ordered else "invoices"
    made = await api.post(path, body, name=sale.name, at=sale.at)
    return {"id": made["invoice_id"] if sale.ordered else made["id"], "total": made["total"]}


async def _pay(api: BusinessApi, sale: Sale, invoice: dict[str, Any]) -> None:
    await api.post(
        f"invoices/{invoice['id']}/payments",
        {"amount": invoice["total"], "reference": "Bank transfer"},
        name=f"payment of {sale.name}",
        at=sale.at + timedelta(hours=6),
    )
