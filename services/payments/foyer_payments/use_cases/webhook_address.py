"""Where a provider is to send its webhooks."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_payments.domain.provider_account import ProviderAccount, webhook_path
from foyer_payments.storage.businesses import Businesses


async def webhook_address(database: Database, account: ProviderAccount) -> str:
    """A whole URL, of the portal of the account's business."""
    async with database.session() as session:
        business = await Businesses(session).get(Scope(account.business_id))
    return business.portal_url.rstrip("/") + webhook_path(account)
