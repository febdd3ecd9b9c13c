"""Opens an account at a provider, to ask it something."""

from foyer_shared.storage.database import Database

from foyer_payments.domain.errors import ProviderAccountNotFound
from foyer_payments.domain.provider_account import ProviderAccount
from foyer_payments.gateways.provider import PaymentProvider
from foyer_payments.gateways.providers import Providers, drawn_keys
from foyer_payments.storage.provider_accounts import ProviderAccounts


async def open_provider(
    database: Database, providers: Providers, account_id: str
) -> tuple[ProviderAccount, PaymentProvider]:
    """In a short transaction of its own; keys that nobody has drawn yet are drawn now.

    Raises ProviderAccountNotFound.
    """
    async with database.session() as session:
        accounts = ProviderAccounts(session)
        opened = await accounts.open_for_everyone(account_id, providers.seal, drawn_keys())
    if opened is None or opened[0].provider not in providers.openers:
        raise ProviderAccountNotFound("There is no such account at a provider.")
    account, keys = opened
    return account, providers.open(account, keys)
