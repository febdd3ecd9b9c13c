"""A business brings its account at a payment provider."""

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.provider_account import ProviderAccount, new_account
from foyer_payments.storage.provider_accounts import ProviderAccounts


async def add_provider_account(
    work: Work, seal: Seal, *, provider: str, api_key: str, webhook_secret: str
) -> ProviderAccount:
    """Its keys are sealed and shown to nobody. Raises UnknownProvider, ProviderKeyMalformed,
    WebhookSecretMalformed, WebhookSecretTooShort.
    """
    account, keys = new_account(
        work.scope.business_id,
        provider=provider,
        api_key=api_key,
        webhook_secret=webhook_secret,
        now=work.now,
    )
    await ProviderAccounts(work.session).add(account, keys, seal)
    return account
