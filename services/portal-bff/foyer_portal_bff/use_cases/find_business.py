"""Finds the business that a visitor came to."""

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.storage.businesses import business_by_host
from foyer_portal_bff.storage.reading import reading


async def find_business(database: Database, *, host: str) -> Business:
    """By the host's name, else the installation's only one; raises `BusinessNotFound`."""
    async with reading(database) as connection:
        return await business_by_host(connection, host)
