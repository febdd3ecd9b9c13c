"""Goes on with a refund: asks its provider how far it is, or first of all to give the money back."""

from foyer_shared.storage.database import Database

from foyer_payments.domain.payment import Payment
from foyer_payments.domain.provided import Charged, Refunded
from foyer_payments.domain.refund import Refund, RefundStatus
from foyer_payments.gateways.provider import PaymentProvider, ProviderAway, ProviderRefused, RefundOrder
from foyer_payments.gateways.provider_metrics import provider_away
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.refunds import WAITING, Refunds
from foyer_payments.use_cases.apply_charge import apply_charge
from foyer_payments.use_cases.apply_refunds import apply_refunds
from foyer_payments.use_cases.open_provider import open_provider
from foyer_payments.use_cases.refuse_refund import refuse_refund
from foyer_payments.use_cases.system_origin import system_origin


async def carry_on_refund(database: Database, providers: Providers, refund_id: str) -> None:
    """While the provider is away it waits. No transaction is open while it is asked."""
    async with database.session() as session:
        refund = await Refunds(session).get_for_everyone(refund_id)
        payment = await Payments(session).get_for_everyone(refund.payment_id)
    if refund.status not in WAITING or payment.provided_id is None:
        return
    account, provider = await open_provider(database, providers, payment.account_id)
    try:
        said = await _ask(provider, payment, refund)
    except (ProviderAway, ProviderRefused):
        provider_away.labels(account.provider).inc()
        return
    async with database.work(await system_origin(database, payment.business_id)) as work:
        if isinstance(said, Charged):
            await apply_charge(work, providers.seal, payment.id, said)
            return
        locked = await Payments(work.session).get_for_update(work.scope, payment.id)
        if isinstance(said, Refunded):
            await apply_refunds(work, locked, [said])
        else:
            await refuse_refund(work, refund.id, said)


async def _ask(provider: PaymentProvider, payment: Payment, refund: Refund) -> Charged | Refunded | str:
    """The code of a refusal where the provider will not give it back at all."""
    if refund.status is RefundStatus.PENDING:
        return await provider.read_charge(payment.provided_id or "")
    order = RefundOrder(key=refund.id, charge_id=payment.provided_id or "", amount=refund.amount)
    try:
        return await provider.refund(order)
    except ProviderRefused as refused:
        return refused.code
