"""Gives a customer a portal configuration of their own."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.storage.customers import Customers
from foyer_portal_bff.storage.portal_configurations import PortalConfigurations


async def give_configuration(work: Work, customer_id: str, configuration_id: str | None) -> str | None:
    """By its id or as the `default`; None: what everybody gets. Returns the id."""
    await Customers(work.session).get(work.scope, customer_id)
    configurations = PortalConfigurations(work.session)
    if configuration_id:
        configuration_id = (await configurations.get(work.scope, configuration_id)).id
    await configurations.give_customer(work.scope, customer_id, configuration_id)
    return configuration_id
