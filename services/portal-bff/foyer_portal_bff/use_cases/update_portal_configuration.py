"""Changes a portal configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from foyer_shared.contracts.portal import PortalConfigurationUpdated
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.business import Business, host_name
from foyer_portal_bff.domain.login import check_language
from foyer_portal_bff.domain.portal_configuration import (
    DefaultStays,
    HostNotYours,
    PortalConfiguration,
    check_configuration,
    with_changes,
)
from foyer_portal_bff.domain.portal_session import check_return_url
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.portal_configurations import PortalConfigurations
from foyer_portal_bff.use_cases.told import configuration_facts


async def update_portal_configuration(
    work: Work,
    configuration_id: str,
    changes: Mapping[str, Any],
    *,
    merges: bool,
    hosts: Sequence[str] | None = None,
) -> PortalConfiguration:
    """Change these fields as `with_changes` says, checked as a whole; `hosts` None leaves it to those
    that have it. One that becomes the default takes the place of the one before.
    """
    configurations, businesses = PortalConfigurations(work.session), Businesses(work.session)
    business = await businesses.get(work.scope, for_update=True)  # One at a time.
    before = await configurations.get(work.scope, configuration_id)
    if before.is_default and changes.get("is_default") is False:
        raise DefaultStays("Make another the default instead.", field="is_default")
    changed = replace(
        with_changes(before, changes, merges=merges), version=before.version + 1, updated_at=work.now
    )
    check_configuration(changed)
    for locale in changed.locales:
        check_language(locale, field="locales")
    theirs = frozenset(await businesses.hosts(work.scope))
    _check_return(changed, business, theirs)
    if hosts is not None:
        await configurations.set_hosts(work.scope, before.id, _own(hosts, theirs))
    if changed.is_default and not before.is_default:
        last = await configurations.find_default(work.scope)
        if last:
            await _keep(work, replace(last, is_default=False, version=last.version + 1, updated_at=work.now))
    await _keep(work, changed)
    return changed


def _own(hosts: Sequence[str], theirs: frozenset[str]) -> list[str]:
    asked = [host_name(host) for host in hosts]
    for host in asked:
        if host not in theirs:
            raise HostNotYours(f"{host!r} is no host of the business.", field="hosts")
    return asked


def _check_return(configuration: PortalConfiguration, business: Business, hosts: frozenset[str]) -> None:
    own = urlsplit(business.portal_url).hostname or ""
    allowed = frozenset({own, *hosts, *configuration.return_hosts})
    check_return_url(configuration.default_return_url, allowed, field="default_return_url")


async def _keep(work: Work, configuration: PortalConfiguration) -> None:
    await PortalConfigurations(work.session).save(configuration)
    work.announce(
        PortalConfigurationUpdated(**configuration_facts(configuration)),
        subject=configuration.id,
        version=configuration.version,
    )
