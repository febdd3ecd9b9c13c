"""The keys of an account were drawn anew at its provider."""

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.provider_account import ProviderAccount, changed_keys
from foyer_payments.storage.provider_accounts import ProviderAccounts


async def change_provider_keys(
    work: Work, seal: Seal, account_id: str, *, api_key: str | None, webhook_secret: str | None
) -> ProviderAccount:
    """What was begun with the old ones goes on with the new ones. One that is None stays. Raises
    ProviderAccountNotFound, ProviderKeysDrawn, ProviderKeyMalformed, WebhookSecretMalformed,
    WebhookSecretTooShort.
    """
    accounts = ProviderAccounts(work.session)
    account, keys = await accounts.get_with_keys(work.scope, account_id, seal)
    changed = changed_keys(account, keys, api_key=api_key, webhook_secret=webhook_secret)
    await accounts.save_keys(account, changed, seal)
    return account
