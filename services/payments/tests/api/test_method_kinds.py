"""Which kinds a customer is offered: by both countries, and by what the provider has agreed to."""

from collections.abc import Awaitable, Callable
from typing import Any

from foyer_payments.storage.rows import BusinessRow, CustomerRow, ProviderAccountRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND
from httpx import AsyncClient
from sqlalchemy import update

Client = Callable[..., AsyncClient]
Stored = Callable[..., Awaitable[str]]
READ_AND_WRITE = ("payments:read", "payments:write")
BACK = {"return_path": "/payment-methods/added/{id}"}


async def say(database: Database, country: str, *, approved: tuple[str, ...] | None = None) -> None:
    """Where Ada is, Northwind being in the Netherlands, and what its provider agrees to."""
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(country="NL"))
        session.add(CustomerRow(id=ADA, version=1, business_id=NORTHWIND, country=country))
        if approved is not None:
            await session.execute(update(ProviderAccountRow).values(approved_kinds=list(approved)))


async def offered(ada: AsyncClient) -> list[dict[str, Any]]:
    """What she may add."""
    found: list[dict[str, Any]] = (await ada.get("/customer/method-kinds")).json()["data"]
    return found


async def test_what_may_be_added_is_named_with_its_wallets(
    database: Database, by_customer: Client, account_id: str
) -> None:
    await say(database, "BE")
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        found = await offered(ada)

    assert found == [
        {"kind": "card", "wallets": ["apple_pay", "google_pay"]},
        *({"kind": kind, "wallets": []} for kind in ("sepa_debit", "bancontact", "paypal")),
        *({"kind": kind, "wallets": []} for kind in ("amazon_pay", "link")),
    ]


async def test_without_a_provider_nothing_may_be_added(by_customer: Client) -> None:
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        assert await offered(ada) == []


async def test_the_page_of_a_setup_and_of_a_payment_offers_the_same(
    database: Database, by_customer: Client, account_id: str, stored: Stored
) -> None:
    await say(database, "BE", approved=())
    async with by_customer(scopes=READ_AND_WRITE) as ada:
        assert [one["kind"] for one in await offered(ada)] == [
            *("card", "sepa_debit", "bancontact", "amazon_pay", "link")
        ]
        before = await stored()
        refused = [
            (await ada.post("/customer/payment-setups", json=BACK | {"kind": kind})).json()
            for kind in ("ideal", "paypal")
        ]
        assert await stored() == before
        begun = await ada.post("/customer/payment-setups", json=BACK | {"kind": "bancontact"})

    assert [(one["code"], one["field"]) for one in refused] == [
        ("kind_not_for_customer", "kind"),
        ("kind_not_approved", "kind"),
    ]
    assert begun.status_code == 201
