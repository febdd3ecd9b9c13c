"""Payments that wait for a customer give way to another of the same invoice."""

from collections.abc import Sequence

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.gateways.provider import ProviderAway, ProviderRefused
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.apply_charge import apply_charge
from foyer_payments.use_cases.open_provider import open_provider
from foyer_payments.use_cases.system_origin import system_origin


async def cancel_waiting(
    database: Database, providers: Providers, business_id: str, invoice_ids: Sequence[str]
) -> None:
    """The provider decides: one that was finished a moment ago has succeeded, and holds its invoices. So does
    one that could not be cancelled, since its provider is away.
    """
    async with database.session() as session:
        holding = await Payments(session).holding(Scope(business_id), invoice_ids)
    for payment in holding:
        if payment.status is not PaymentStatus.REQUIRES_ACTION or payment.provided_id is None:
            continue
        _, provider = await open_provider(database, providers, payment.account_id)
        try:
            charged = await provider.cancel_charge(payment.provided_id)
        except (ProviderAway, ProviderRefused):
            continue
        async with database.work(await system_origin(database, business_id)) as work:
            await apply_charge(work, providers.seal, payment.id, charged)
