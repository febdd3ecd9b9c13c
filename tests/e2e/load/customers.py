"""Signed-in customers to make requests as: their sessions are opened beside the front door."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx
from foyer_portal_bff.domain.session import begin_session, form_token, new_token
from foyer_portal_bff.storage.rows import LoginRow, MembershipRow, Row
from foyer_portal_bff.storage.sessions import Sessions
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from sqlalchemy import select
from sqlmodel import col

from tests.e2e.load.foyer import Foyer

SUBSCRIPTIONS = 8
"""Of each new customer: a command finds another one than the last."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A session at work for a customer."""

    email: str
    customer_id: str
    token: str

    @property
    def cookie(self) -> dict[str, str]:
        """As a browser sends it."""
        return {"Cookie": f"foyer_session={self.token}", "Accept-Language": "en-GB,en;q=0.9"}

    @property
    def csrf_token(self) -> str:
        """What the forms of this session carry."""
        return form_token(self.token)


async def sign_in(foyer: Foyer, email: str) -> Customer:
    """Open a session for the login of this address."""
    database = Database(foyer.servers.database_url, Row.metadata, pool_size=3)
    token = new_token()
    try:
        async with database.session() as session:
            login, customer_id = (
                await session.execute(
                    select(LoginRow, col(MembershipRow.customer_id))
                    .join(MembershipRow, col(MembershipRow.login_id) == col(LoginRow.id))
                    .where(col(LoginRow.email) == email)
                )
            ).one()
            opened = begin_session(
                business_id=login.business_id,
                login_id=login.id,
                customer_id=customer_id,
                token=token,
                now=real_now(),
            )
            await Sessions(session).add(opened)
    finally:
        await database.close()
    return Customer(email, customer_id, token)


class Business:
    """Northwind's own program: makes customers with subscriptions that can be paused at will."""

    def __init__(self, foyer: Foyer) -> None:
        key = (foyer.keys / "demo_api.key").read_text()
        self._http = httpx.AsyncClient(
            base_url=foyer.url, headers={"Authorization": f"Bearer {key}"}, timeout=30
        )

    async def new_subscribers(self, count: int) -> dict[str, list[str]]:
        """So many customers: their addresses, with the ids of their active subscriptions."""
        product = await self._post("products", {"name": "Paused under load"})
        price = {"amount": 1900, "currency": "EUR", "interval": "year", "interval_count": 1}
        price_id = (await self._post("prices", {"product_id": product["id"], **price}))["id"]
        made = {}
        for email in _addresses(count):
            body = {"email": email, "name": "Busy Customer", "country": "NL", "language": "en"}
            customer_id = (await self._post("customers", body))["id"]
            wanted = {
                "customer_id": customer_id,
                "items": [{"price_id": price_id, "quantity": 1}],
                "collection": "invoice",
            }
            subscribing = [self._post("subscriptions", wanted) for _ in range(SUBSCRIPTIONS)]
            made[email] = [one["id"] for one in await asyncio.gather(*subscribing)]
        return made

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def _post(self, path: str, body: Mapping[str, object]) -> dict[str, str]:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = await self._http.post(f"/v1/{path}", json=body, headers=headers)
        made: dict[str, str] = answer.raise_for_status().json()
        return made


def _addresses(count: int) -> Iterator[str]:
    run = uuid4().hex[:8]
    return (f"busy{number}.{run}@example.org" for number in range(count))
