"""Finds a customer in the directory."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.storage.customers import Customers


async def find_customer(database: Database, scope: Scope, customer_id: str) -> Customer:
    """One of the scope's business; raises `CustomerNotFound`."""
    async with database.session() as session:
        return await Customers(session).get(scope, customer_id)
