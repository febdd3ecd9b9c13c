"""Put the file of an entitlement in its place, once it lies in the store."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.entitlement import Entitlement, GoodsFile, with_file
from foyer_subscriptions.storage.entitlements import Entitlements


async def attach_file(
    work: Work, product_id: str, entitlement_id: str, file: GoodsFile
) -> tuple[Entitlement, GoodsFile | None]:
    """The entitlement with its new file, and the file that it had before, which nobody needs any more."""
    entitlements = Entitlements(work.session)
    entitlement = await entitlements.get(work.scope, product_id, entitlement_id, for_update=True)
    after = with_file(entitlement, file)
    await entitlements.save(after)
    return after, entitlement.file
