"""Nothing new is begun with an account at a provider."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.provider_account import ProviderAccount, disable
from foyer_payments.storage.provider_accounts import ProviderAccounts


async def disable_provider_account(work: Work, account_id: str) -> ProviderAccount:
    """What was begun with it is still finished with it, and its methods are charged. Raises
    ProviderAccountNotFound, ProviderAccountDisabled.
    """
    accounts = ProviderAccounts(work.session)
    disabled = disable(await accounts.get(work.scope, account_id))
    await accounts.save(disabled)
    return disabled
