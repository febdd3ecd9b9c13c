"""Looks where a webhook says that something has changed, and applies what is true there now."""

from foyer_shared.storage.database import Database

from foyer_payments.domain.errors import PaymentNotFound, PaymentSetupNotFound
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.provided import Charged, SetUp
from foyer_payments.domain.provider_account import ProviderAccount
from foyer_payments.gateways.provider import PaymentProvider, ProviderAway, ProviderRefused
from foyer_payments.gateways.provider_metrics import notices_refused, provider_away
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.notices import KeptNotice, Notices
from foyer_payments.storage.payment_setups import PaymentSetups
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.apply_charge import apply_charge
from foyer_payments.use_cases.apply_setup import apply_setup
from foyer_payments.use_cases.open_provider import open_provider
from foyer_payments.use_cases.system_origin import system_origin


async def look_into_notice(database: Database, providers: Providers, notice_id: str) -> None:
    """While the provider is away the notice waits. What is not ours there is left alone, and counted: our own
    rows say whose an object is.
    """
    async with database.session() as session:
        notice = await Notices(session).get_for_everyone(notice_id)
    account, provider = await open_provider(database, providers, notice.account_id)
    try:
        said = await _read(provider, notice)
    except ProviderAway:
        provider_away.labels(account.provider).inc()
        return
    except ProviderRefused:
        said = None
    ours = await _ours(database, account, said) if said is not None else None
    if ours is None or said is None:
        notices_refused.labels("unknown_object").inc()
        async with database.session() as session:
            await Notices(session).close(notice.id)
        return
    async with database.work(await system_origin(database, ours.business_id)) as work:
        if isinstance(said, Charged):
            await apply_charge(work, providers.seal, ours.id, said)
        else:
            await apply_setup(work, providers.seal, ours.id, said)
        await Notices(work.session).close(notice.id)


async def _read(provider: PaymentProvider, notice: KeptNotice) -> Charged | SetUp:
    if notice.about == "charge":
        return await provider.read_charge(notice.provided_id)
    return await provider.read_setup(notice.provided_id)


async def _ours(
    database: Database, account: ProviderAccount, said: Charged | SetUp
) -> Payment | PaymentSetup | None:
    """By the provider's id, or by the key that we asked with: its answer may still be on its way to us."""
    async with database.session() as session:
        rooms = Payments(session) if isinstance(said, Charged) else PaymentSetups(session)
        found = await rooms.find_provided_for_everyone(account.id, said.id)
        if found is not None or said.key is None:
            return found
        try:
            named = await rooms.get_for_everyone(said.key)
        except (PaymentNotFound, PaymentSetupNotFound):
            return None
        return named if named.account_id == account.id else None
