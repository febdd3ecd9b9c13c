"""Northwind's other customers with a story: a company of three, one with invoices only, one past due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from foyer_local.seed.business_api import BusinessApi
from foyer_local.seed.catalogue import Offers, subscribe_to
from foyer_local.seed.ledger import Sale


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Their ids."""

    company_id: str
    invoice_only_id: str
    past_due_id: str


async def open_accounts(api: BusinessApi, *, now: datetime) -> Neighbours:
    """Their accounts, and the logins of the company."""

    async def account(name: str, email: str, **more: Any) -> str:
        body = {"name": name, "email": email, "country": "NL", "language": "en", **more}
        made = await api.post("customers", body, name=email, at=now - timedelta(days=300))
        customer_id: str = made["id"]
        return customer_id

    company_id = await account("Charles Babbage", "charles@engines.example", company="Analytical Engines BV")
    for name, role in (("Luigi Menabrea", "billing_manager"), ("Mary Somerville", "member")):
        body = {
            "customer_id": company_id,
            "email": f"{name.split()[0].lower()}@engines.example",
            "name": name,
            "role": role,
        }
        await api.post("logins", body, name=name)
    return Neighbours(
        company_id=company_id,
        invoice_only_id=await account("Grace Hopper", "grace@example.com"),
        past_due_id=await account("Katherine Johnson", "katherine@example.com"),
    )


async def subscribe(api: BusinessApi, them: Neighbours, offers: Offers, *, now: datetime) -> Iterator[Sale]:
    """The company's and the past-due one's subscriptions; answers what all three were sold."""
    for product, interval in (("Studio", "year"), ("Domain name", "year"), ("Care contract", "month")):
        await subscribe_to(
            api,
            them.company_id,
            offers[product, interval],
            at=now - timedelta(days=24),
            name=f"company {product}",
            collection="invoice",
        )
    await _render(api, them.company_id, offers, now=now)
    late = await subscribe_to(
        api,
        them.past_due_id,
        offers["Studio", "year"],
        at=now - timedelta(days=40),
        name="past due Studio",
        collection="invoice",
    )
    return _sales(them, late, now=now)


async def _render(api: BusinessApi, company_id: str, offers: Offers, *, now: datetime) -> None:
    """The company pays by use, and has used more than what is included."""
    rendering = await subscribe_to(
        api,
        company_id,
        offers["Rendering", "month"],
        at=now - timedelta(days=24),
        name="company Rendering",
        collection="invoice",
    )
    for day, minutes in ((20, 240), (11, 315), (2, 90)):
        used = {"subscription_id": rendering, "quantity": minutes, "key": f"day {day}"}
        await api.post("usage", used, name=f"company minutes {day}", at=now - timedelta(days=day))


def _sales(them: Neighbours, late: str, *, now: datetime) -> Iterator[Sale]:
    for number in range(4):
        yield Sale(
            name=f"grace invoice {number}",
            customer_id=them.invoice_only_id,
            at=now - timedelta(days=5 + 60 * number),
            description="Consulting, half a day",
            amount=48000,
            paid=number > 0,
        )
    yield Sale(
        name="company Studio",
        customer_id=them.company_id,
        at=now - timedelta(days=24),
        description="Studio, yearly",
        amount=29000,
    )
    yield Sale(
        name="company in dollars",
        customer_id=them.company_id,
        at=now - timedelta(days=12),
        description="Drawings for the fair in New York",
        amount=45000,
        currency="USD",
    )
    yield Sale(
        name="past due Studio invoice",
        customer_id=them.past_due_id,
        at=now - timedelta(days=40),
        description="Studio, yearly",
        amount=29000,
        paid=False,
        subscription_id=late,
    )
