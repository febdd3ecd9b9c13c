"""Makes a portal configuration."""

from collections.abc import Mapping, Sequence
from typing import Any

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.portal_configuration import (
    MOST,
    PortalConfiguration,
    TooManyConfigurations,
)
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.portal_configurations import PortalConfigurations
from foyer_portal_bff.use_cases.update_portal_configuration import update_portal_configuration


async def create_portal_configuration(
    work: Work, name: str, changes: Mapping[str, Any], *, hosts: Sequence[str] | None = None
) -> PortalConfiguration:
    """One in which everything is on but for what is said; raises what a change does, and
    `TooManyConfigurations`.
    """
    configurations = PortalConfigurations(work.session)
    await Businesses(work.session).get(work.scope, for_update=True)  # One at a time.
    if await configurations.count(work.scope) >= MOST:
        raise TooManyConfigurations(f"A business has {MOST} portal configurations at the most.")
    configuration = PortalConfiguration(
        id=new_id("bpc"),
        business_id=work.scope.business_id,
        version=0,
        name=name,
        is_default=False,
        created_at=work.now,
        updated_at=work.now,
    )
    await configurations.add(configuration)
    return await update_portal_configuration(work, configuration.id, changes, merges=True, hosts=hosts)
