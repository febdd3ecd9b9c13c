"""A business has agreed with its customers how long before it a direct debit is announced."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.provider_account import ProviderAccount, with_notice
from foyer_payments.storage.provider_accounts import ProviderAccounts


async def change_notice_days(work: Work, account_id: str, days: int) -> ProviderAccount:
    """What was announced keeps its day. Raises ProviderAccountNotFound, NoticeOutOfRange."""
    accounts = ProviderAccounts(work.session)
    changed = with_notice(await accounts.get(work.scope, account_id), days)
    await accounts.save(changed)
    return changed
