"""A customer of the test's own, subscribed to products whose self-service policy it chooses."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.e2e.system import Foyer, until

EVERY_FIELD: tuple[dict[str, Any], ...] = (
    {"key": "team", "label": "Team name", "type": "text", "editable_by": "customer"},
    {"key": "desks", "label": "Desks", "type": "number", "editable_by": "customer", "required": True},
    {"key": "moves_in", "label": "Moves in", "type": "date", "editable_by": "customer"},
    {"key": "newsletter", "label": "Newsletter", "type": "boolean", "editable_by": "customer"},
    {
        "key": "colour",
        "label": "Colour",
        "type": "choice",
        "options": ["Blue", "Green"],
        "editable_by": "customer",
    },
    {"key": "site", "label": "Website", "type": "url", "editable_by": "customer"},
    {"key": "room", "label": "Studio room", "type": "text"},
    {"key": "score", "label": "Score", "type": "number", "shown": False},
)
"""A custom field of each type for the customer, one to see, and one that is the business's alone."""


@dataclass(frozen=True)
class OwnCustomer:
    """A customer of Northwind's that no other test knows."""

    foyer: Foyer
    id: str
    email: str

    def subscribe(
        self,
        name: str,
        linked: tuple[str, ...] = (),
        *,
        fields: tuple[dict[str, Any], ...] = (),
        **policy: Any,
    ) -> str:
        """Subscribe to a new product of that name, for 29.00 a month by invoice; its id."""
        return self.take(self.sell(name, fields=fields, **policy), linked=linked, collection="invoice")

    def sell(
        self,
        name: str,
        *,
        interval: str = "month",
        pricing: dict[str, Any] | None = None,
        fields: tuple[dict[str, Any], ...] = (),
        **policy: Any,
    ) -> str:
        """Sell a new product of that name, for 29.00 without tax unless told; the id of its price."""
        offer = {"name": name, "self_service": policy, "custom_fields": list(fields)}
        product = self.business("products", offer)
        price = {"product_id": product["id"], "amount": 2900, "currency": "EUR", "interval": interval}
        price_id: str = self.business("prices", price | (pricing or {}))["id"]
        return price_id

    def take(
        self,
        price_id: str,
        *,
        quantity: int = 1,
        collection: str = "automatic",
        linked: tuple[str, ...] = (),
        **terms: Any,
    ) -> str:
        """Subscribe to a price; the subscription's id."""
        made = self.business(
            "subscriptions",
            {
                "customer_id": self.id,
                "items": [{"price_id": price_id, "quantity": quantity}],
                "collection": collection,
                "linked_services": [{"name": one, "url": f"https://{one}"} for one in linked],
            }
            | terms,
        )
        subscription_id: str = made["id"]
        return subscription_id

    def take_running(self, price_id: str, **terms: Any) -> str:
        """Subscribe to a price that her card pays for, which runs once the card is known there."""
        taken = self.take(price_id, **terms)
        until(lambda: self.subscription(taken)["status"] == "active", "an active subscription")
        return taken

    def product_of(self, price_id: str) -> str:
        """The product that has this price."""
        with as_business(self.foyer) as client:
            product_id: str = client.get(f"/v1/prices/{price_id}").raise_for_status().json()["product_id"]
        return product_id

    def price_of(self, price_id: str, **terms: Any) -> str:
        """Another price of the same product."""
        body = {"product_id": self.product_of(price_id), "currency": "EUR"} | terms
        made: str = self.business("prices", body)["id"]
        return made

    def quote(self, subscription_id: str, price_id: str, **asked_at: datetime) -> dict[str, Any]:
        """What changing to a price costs, as staff ask for her, or asked `at` an earlier moment."""
        asked = {"price_id": price_id, "requested_by": "customer"}
        return self.business(f"subscriptions/{subscription_id}/quotes", asked, **asked_at)

    def add_card(self, last4: str = "4242") -> None:
        """A way to collect from."""
        card = {"kind": "card", "brand": "visa", "last4": last4, "exp_month": 12, "exp_year": 2040}
        self.business("payment-methods", card | {"customer_id": self.id, "holder": "Rosa Parks"})

    def business(self, resource: str, body: dict[str, Any], at: datetime | None = None) -> dict[str, Any]:
        """What the business makes by its key, `at` an earlier moment where one is named."""
        return _post(self.foyer, resource, body, at)

    def invoice(
        self, *lines: tuple[str, int], currency: str = "EUR", at: datetime | None = None, **terms: Any
    ) -> dict[str, Any]:
        """Invoice these lines without an order, a description and an amount without tax each."""
        body = {"customer_id": self.id, "lines": lines_of(*lines, currency=currency)}
        return self.business("invoices", body | terms, at=at)

    def order(self, *lines: tuple[str, int]) -> dict[str, Any]:
        """Order these."""
        return self.business("orders", {"customer_id": self.id, "lines": lines_of(*lines)})

    def overdue_invoice(self, *lines: tuple[str, int]) -> dict[str, Any]:
        """One that was due three weeks ago, once it is found to be overdue."""
        made = self.invoice(*lines, at=datetime.now(UTC) - timedelta(days=35), due_days=14)
        until(lambda: self.read(f"invoices/{made['id']}")["overdue_at"], "an overdue invoice")
        return made

    def pay(self, invoice: dict[str, Any], cents: int | None = None) -> dict[str, Any]:
        """Staff record that she has paid it, or so much of it."""
        amount = invoice["open"] if cents is None else {"amount": cents, "currency": "EUR"}
        return self.business(f"invoices/{invoice['id']}/payments", {"amount": amount})

    def read(self, resource: str) -> dict[str, Any]:
        """As the business sees it."""
        with as_business(self.foyer) as client:
            found: dict[str, Any] = client.get(f"/v1/{resource}").raise_for_status().json()
        return found

    def collect(self, invoice: dict[str, Any], **settings: Any) -> dict[str, Any]:
        """Staff open a collection case for it, in which payment plans are offered."""
        with as_business(self.foyer) as client:
            body = {"opening": "by_staff", "plans_offered": True} | settings
            client.put("/v1/collection-settings", json=body).raise_for_status()
        return self.business("collection-cases", {"invoice_id": invoice["id"]})

    def invoice_over(self, total: str) -> dict[str, Any] | None:
        """The invoice of this customer over a total, as pages write it: `€12.34`."""
        with as_business(self.foyer) as client:
            asked: dict[str, str | int] = {"customer_id": self.id, "limit": 100}
            found = client.get("/v1/invoices", params=asked).raise_for_status().json()["data"]
        return next(
            (one for one in found if f"\N{EURO SIGN}{one['total']['amount'] / 100:.2f}" == total), None
        )

    def offer_other_ways(self, subscription_id: str, *offers: dict[str, Any]) -> None:
        """Offer these before its product is canceled, and nothing else before others are."""
        product_id = self.subscription(subscription_id)["items"][0]["product_id"]
        body = {"offers": [{**offer, "applies_to": [product_id]} for offer in offers]}
        with as_business(self.foyer) as client:
            client.put("/v1/retention-offers", json=body).raise_for_status()

    def subscription(self, subscription_id: str) -> dict[str, Any]:
        """As the business sees it."""
        with as_business(self.foyer) as client:
            found = client.get(f"/v1/subscriptions/{subscription_id}").raise_for_status().json()
        assert isinstance(found, dict)
        return found

    def mails(self) -> list[str]:
        """The keys of the mails about subscriptions, the oldest first."""
        found = [mail["message"] for mail in reversed(self.foyer.mails(self.email))]
        return [message for message in found if message.startswith("subscription_")]

    def ends_on(self, subscription_id: str) -> str:
        """The day on which its cancellation takes effect, as the pages write it."""
        (change,) = self.subscription(subscription_id)["pending_changes"]
        assert change["kind"] == "cancel"
        at = datetime.fromisoformat(change["effective_at"]).astimezone(ZoneInfo("Europe/Amsterdam"))
        return f"{at.day} {at:%B %Y}"


def lines_of(*lines: tuple[str, int], currency: str = "EUR") -> list[dict[str, Any]]:
    """What is ordered or invoiced: one of each description, for so many cents without tax."""
    return [
        {"description": description, "quantity": 1, "unit_amount": cents, "currency": currency}
        for description, cents in lines
    ]


def own_customer(foyer: Foyer, name: str = "Rosa Parks", **details: Any) -> OwnCustomer:
    """A new one, who reads English and lives in the Netherlands unless told."""
    email = f"rosa.{secrets.token_hex(6)}@example.org"
    body = {"email": email, "name": name, "country": "NL", "language": "en"} | details
    return OwnCustomer(foyer, _post(foyer, "customers", body)["id"], email)


def as_business(foyer: Foyer) -> httpx.Client:
    """The business's own programs."""
    return foyer.client(Authorization=f"Bearer {foyer.key}")


def _post(foyer: Foyer, resource: str, body: dict[str, Any], at: datetime | None = None) -> dict[str, Any]:
    headers = {"Foyer-Sandbox-Now": at.isoformat()} if at else {}
    with as_business(foyer) as client:
        made = client.post(f"/v1/{resource}", json=body, headers=headers)
    assert made.is_success, made.text
    document: dict[str, Any] = made.json()
    return document
