"""Plants the demo: everything through the public doors, dated, with the mails held until it is done."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import chain

from foyer_local.seed import ada, neighbours, people
from foyer_local.seed.business_api import BusinessApi
from foyer_local.seed.catalogue import make_catalogue, subscribe_to
from foyer_local.seed.discounts import make_discounts, offer_other_ways
from foyer_local.seed.exchange_rates import say_exchange_rates
from foyer_local.seed.goods import add_goods
from foyer_local.seed.ledger import Sale, book

CUSTOMERS = 200
"""As many as there are."""

Tell = Callable[[str], None]
Settle = Callable[[], Awaitable[None]]


async def plant_northwind(
    api: BusinessApi, *, now: datetime, customers: int, settle: Settle, tell: Tell
) -> None:
    """Northwind with Ada, her neighbours and so many more; `settle` waits until all events are handled."""
    everybody = list(people.people(customers))
    tell("its catalogue and customers")
    offers = await make_catalogue(api, at=now - timedelta(days=1000))
    await add_goods(api, offers["Team seats", "month"].product_id, at=now - timedelta(days=1000))
    await make_discounts(api, at=now - timedelta(days=1000))
    offered = [offers[name, "month"].product_id for name in ("Studio", "Team seats")]
    await offer_other_ways(api, offered, at=now - timedelta(days=1000))
    await say_exchange_rates(api, at=now - timedelta(days=1000))
    ada_id = await ada.open_account(api, now=now)
    them = await neighbours.open_accounts(api, now=now)
    accounts = list(zip(await people.open_accounts(api, everybody, now=now), everybody, strict=True))
    await settle()  # Subscriptions are collected from methods that have arrived.
    tell("their subscriptions")
    await ada.subscribe(api, ada_id, offers, now=now)
    neighbours_sales = await neighbours.subscribe(api, them, offers, now=now)
    await people.subscribe(api, accounts, offers, now=now)
    tell("their orders, invoices and payments")
    await book(
        api,
        chain(ada.sales(ada_id, now=now), neighbours_sales, people.sales(accounts, now=now)),
    )
    await ada.ask(api, ada_id, now=now)


async def plant_contoso(api: BusinessApi, *, now: datetime) -> None:
    """Contoso with one customer of its own: enough to see that nothing of one business shows in another."""
    offers = await make_catalogue(api, at=now - timedelta(days=1000))
    await say_exchange_rates(api, at=now - timedelta(days=1000))
    made = await api.post(
        "customers",
        {"email": "erika@example.com", "name": "Erika Mustermann", "country": "DE", "language": "en"},
        name="erika",
        at=now - timedelta(days=90),
    )
    await subscribe_to(
        api,
        made["id"],
        offers["Basic", "year"],
        at=now - timedelta(days=80),
        name="erika Basic",
        collection="invoice",
    )
    sale = Sale(
        name="erika invoice",
        customer_id=made["id"],
        at=now - timedelta(days=80),
        description="Basic, yearly",
        amount=9000,
    )
    await book(api, [sale])
