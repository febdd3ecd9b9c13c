"""Tells a provider that a payment method is not used any more."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database

from foyer_payments.gateways.provider import ProviderAway, ProviderRefused
from foyer_payments.gateways.provider_metrics import provider_away
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.open_provider import open_provider


async def forget_at_provider(database: Database, providers: Providers, method_id: str) -> None:
    """While the provider is away it waits, and while a charge with it waits for an answer; what was announced
    to be collected with it finds another one. No transaction is open while it is asked.
    """
    async with database.session() as session:
        await Payments(session).look_at_announced(method_id, real_now())
        known = await PaymentMethods(session).to_forget_for_everyone(method_id)
    if known is None:
        return
    account_id, token = known
    account, provider = await open_provider(database, providers, account_id)
    try:
        await provider.forget_method(token)
    except (ProviderAway, ProviderRefused):
        provider_away.labels(account.provider).inc()
        return
    async with database.session() as session:
        await PaymentMethods(session).forgotten(method_id)
