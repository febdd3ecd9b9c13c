"""Goes on with a payment: asks its provider how far it is, or first of all to charge it."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_payments.domain.payment import Payment, is_abandoned, may_be_kept
from foyer_payments.domain.provided import Charged, Failure, Status
from foyer_payments.domain.provider_account import ProviderAccount
from foyer_payments.gateways.provider import ChargeOrder, PaymentProvider, ProviderAway, ProviderRefused
from foyer_payments.gateways.provider_metrics import provider_away
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.invoices import Invoices
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.apply_charge import apply_charge
from foyer_payments.use_cases.fail_payment import fail_payment
from foyer_payments.use_cases.open_provider import open_provider
from foyer_payments.use_cases.ready_due_payment import ready_due_payment
from foyer_payments.use_cases.system_origin import system_origin
from foyer_payments.use_cases.webhook_address import webhook_address

METHOD_GONE = Failure("payment_method_gone", "hard")


async def carry_on_payment(database: Database, providers: Providers, payment_id: str) -> Payment:
    """The payment as it is then; as it was when the provider is away, or another payment comes first.

    Whoever asks at the same time asks with the same key, and whatever was answered is applied under a lock:
    no charge is made twice. No transaction is open while the provider is asked.
    """
    async with database.session() as session:
        payment = await Payments(session).get_for_everyone(payment_id)
    if payment.status.is_over and not may_be_kept(payment):
        return payment
    if not payment.asked:
        payment = await ready_due_payment(database, providers, payment)
        if payment.status.is_over or not payment.asked:
            return payment
    account, provider = await open_provider(database, providers, payment.account_id)
    try:
        charged = await _ask(database, provider, account, payment)
    except (ProviderAway, ProviderRefused):
        provider_away.labels(account.provider).inc()
        return payment
    origin = await system_origin(database, payment.business_id)
    async with database.work(origin) as work:
        if isinstance(charged, Failure):
            return await fail_payment(work, payment_id, charged)
        return await apply_charge(work, providers.seal, payment_id, charged)


async def _ask(
    database: Database, provider: PaymentProvider, account: ProviderAccount, payment: Payment
) -> Charged | Failure:
    """A failure where the provider will not even begin."""
    if payment.provided_id is not None:
        charged = await provider.read_charge(payment.provided_id)
    else:
        token = await _token(database, payment)
        if payment.payment_method_id is not None and token is None:
            return METHOD_GONE
        try:
            charged = await provider.charge(_order(payment, token, await webhook_address(database, account)))
        except ProviderRefused as refused:
            return Failure(refused.code, "hard")
    if charged.status is Status.REQUIRES_ACTION and not await _is_waited_for(database, payment):
        return await provider.cancel_charge(charged.id)
    return charged


async def _is_waited_for(database: Database, payment: Payment) -> bool:
    """The customer is here, or may come back, and something is still to be paid."""
    if not payment.on_session or is_abandoned(payment, real_now()):
        return False
    scope, ids = Scope(payment.business_id), [part.invoice_id for part in payment.parts]
    async with database.session() as session:
        invoices = await Invoices(session).by_id(scope, ids)
    return any(invoice.payable for invoice in invoices.values())


async def _token(database: Database, payment: Payment) -> str | None:
    if payment.payment_method_id is None:
        return None
    async with database.session() as session:
        return await PaymentMethods(session).token_for_everyone(payment.payment_method_id)


def _order(payment: Payment, token: str | None, webhook_url: str) -> ChargeOrder:
    return ChargeOrder(
        key=payment.id,
        customer_id=payment.customer_id,
        amount=payment.amount,
        description=payment.description,
        token=token,
        on_session=payment.on_session,
        kinds=payment.kinds,
        save=payment.save,
        return_url=payment.return_url,
        language=payment.language,
        webhook_url=webhook_url,
    )
