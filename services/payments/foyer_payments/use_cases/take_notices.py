"""A webhook came: what it says to look at is kept, once."""

from collections.abc import Mapping

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database

from foyer_payments.domain.errors import NoticeNotAccepted, ProviderAccountNotFound
from foyer_payments.gateways.provider import NoticeRefused
from foyer_payments.gateways.provider_metrics import notices_refused, notices_taken
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.notices import Notices
from foyer_payments.use_cases.open_provider import open_provider


async def take_notices(
    database: Database,
    providers: Providers,
    *,
    provider: str,
    account_id: str,
    headers: Mapping[str, str],
    body: bytes,
) -> int:
    """How many are new. A disabled account's are taken: what was begun with it goes on.

    Raises ProviderAccountNotFound, NoticeNotAccepted.
    """
    try:
        account, opened = await open_provider(database, providers, account_id)
    except ProviderAccountNotFound:
        notices_refused.labels("unknown_account").inc()
        raise
    if account.provider != provider:
        notices_refused.labels("unknown_account").inc()
        raise ProviderAccountNotFound("There is no such account at this provider.")
    try:
        notices = opened.read_notices(headers, body, now=real_now())
    except NoticeRefused as refused:
        notices_refused.labels(refused.reason).inc()
        raise NoticeNotAccepted("This is not signed by the provider, or was a while ago.") from refused
    async with database.session() as session:
        taken = await Notices(session).add(account.id, notices, real_now())
    notices_taken.labels(account.provider).inc(taken)
    return taken
