"""Finds the business that a visitor came to."""

from dataclasses import dataclass

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.portal_configuration import PortalConfiguration
from foyer_portal_bff.storage.businesses import business_by_host
from foyer_portal_bff.storage.reading import reading


@dataclass(frozen=True, slots=True)
class Visited:
    """A business, and what it shows whoever comes there."""

    business: Business
    configuration: PortalConfiguration


async def find_business(database: Database, *, host: str) -> Visited:
    """By the host's name, else the installation's only one; raises `BusinessNotFound`."""
    async with reading(database) as connection:
        return Visited(*await business_by_host(connection, host))
