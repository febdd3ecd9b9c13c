"""Put together what is shown of grants: the file, the license key with its devices, the link."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.access_link import filled_link
from foyer_subscriptions.domain.entitlement import Entitlement, GoodsFile
from foyer_subscriptions.domain.grant import Grant, check_download
from foyer_subscriptions.domain.license_key import Activation, LicenseKey
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.grants import Download, Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys

LATEST = 5
"""How many fetches of a file are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGrant:
    """A grant with all that belongs to it."""

    grant: Grant
    file: GoodsFile | None = None
    can_download: bool = False
    downloads: tuple[Download, ...] = ()
    license_key: LicenseKey | None = None
    activations: tuple[Activation, ...] = ()
    url: str | None = None


async def show_grants(work: Work, grants: Sequence[Grant]) -> list[ShownGrant]:
    """In their order, with a few queries for all of them."""
    entitlements = await Entitlements(work.session).get_many(
        work.scope, [grant.entitlement_id for grant in grants]
    )
    downloads = await Grants(work.session).latest_downloads(grants, most=LATEST)
    keys = LicenseKeys(work.session)
    by_grant = await keys.of_grants(work.scope, [grant.id for grant in grants])
    activations = await keys.activations([key.id for key in by_grant.values()])
    shown = []
    for grant in grants:
        entitlement, key = entitlements[grant.entitlement_id], by_grant.get(grant.id)
        shown.append(
            ShownGrant(
                grant=grant,
                file=entitlement.file,
                can_download=_can_download(work, grant, entitlement),
                downloads=tuple(downloads.get(grant.id, ())),
                license_key=key,
                activations=tuple(activations.get(key.id, ())) if key else (),
                url=_url(grant, entitlement),
            )
        )
    return shown


def _can_download(work: Work, grant: Grant, entitlement: Entitlement) -> bool:
    try:
        check_download(grant, entitlement.file, now=work.now)
    except FoyerError:
        return False
    return True


def _url(grant: Grant, entitlement: Entitlement) -> str | None:
    if entitlement.terms.url is None:
        return None
    return filled_link(
        entitlement.terms.url,
        {
            "customer_id": grant.customer_id,
            "subscription_id": grant.source.subscription_id,
            "order_id": grant.source.order_id,
            "grant_id": grant.id,
        },
    )
