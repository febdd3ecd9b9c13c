"""A provider has agreed to what a business wants to take, or does so no more."""

from collections.abc import Iterable

from foyer_shared.storage.work import Work

from foyer_payments.domain.provider_account import ProviderAccount, with_approved
from foyer_payments.storage.provider_accounts import ProviderAccounts


async def change_approved_kinds(work: Work, account_id: str, kinds: Iterable[str]) -> ProviderAccount:
    """What is begun from now on is offered them. Raises ProviderAccountNotFound, UnknownMethodKind,
    KindNeedsNoApproval.
    """
    accounts = ProviderAccounts(work.session)
    changed = with_approved(await accounts.get(work.scope, account_id), kinds)
    await accounts.save(changed)
    return changed
