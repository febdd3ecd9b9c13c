"""A payment that invoicing asked for waits for its turn, and takes no more than is open by then."""

from dataclasses import replace

from foyer_shared.contracts.payments import PaymentScheduleWithdrawn
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_payments.domain.invoice import Invoice
from foyer_payments.domain.payment import PaidPart, Payment, drop, is_waiting
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Failure
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.invoices import Invoices
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.cancel_waiting import cancel_waiting
from foyer_payments.use_cases.choose_method import choose_method
from foyer_payments.use_cases.fail_payment import fail_payment
from foyer_payments.use_cases.schedule_payment import schedule_payment
from foyer_payments.use_cases.system_origin import system_origin
from foyer_payments.use_cases.told import payment_data


async def ready_due_payment(database: Database, providers: Providers, payment: Payment) -> Payment:
    """Ready to be asked for when it is `asked`; over when nothing is to be paid any more, or with nothing;
    else it was announced for a later day, or another payment of the invoice is under way, and what comes of
    that decides.

    One that waits for a customer who went away is cancelled.
    """
    await cancel_waiting(
        database, providers, payment.business_id, [part.invoice_id for part in payment.parts]
    )
    async with database.work(await system_origin(database, payment.business_id)) as work:
        return await _ready(work, payment.id)


async def _ready(work: Work, payment_id: str) -> Payment:
    payments = Payments(work.session)
    payment = await payments.get_for_update(work.scope, payment_id)
    if payment.asked or payment.status.is_over or not await payments.hold(payment):
        return payment
    [part] = payment.parts
    # Read after the invoice is held: what had held it before has been counted.
    invoice = (await Invoices(work.session).by_id(work.scope, [part.invoice_id])).get(part.invoice_id)
    if invoice is None or not invoice.payable:
        return await _drop(work, payment)
    method = await _method(work, payment, invoice)
    if isinstance(method, Failure):
        if payment.is_instalment:  # It may come by bank transfer.
            return await _drop(work, payment)
        return await fail_payment(work, payment_id, method)
    if method.token is None or method.account_id is None:  # Others charge it.
        return await _drop(work, payment)
    amount = min(payment.amount, invoice.open)
    chosen = replace(
        payment,
        amount=amount,
        parts=(PaidPart(part.invoice_id, amount),),
        account_id=method.account_id,
        payment_method_id=method.id,
        kind=method.kind.name,
    )
    if payment.collects_at is None or method.id != payment.payment_method_id:
        chosen = await schedule_payment(work, chosen, method)
    ready = replace(chosen, asked=not is_waiting(chosen, work.now))
    await payments.reduce(ready)
    await payments.save(ready)
    if not ready.asked:
        await payments.put_off(ready)
    return ready


async def _drop(work: Work, payment: Payment) -> Payment:
    payments, dropped = Payments(work.session), drop(payment)
    await payments.release(dropped)
    await payments.save(dropped)
    if payment.collects_at is not None:
        work.announce(
            PaymentScheduleWithdrawn(payment=payment_data(dropped)),
            subject=dropped.id,
            version=dropped.version,
            customer_id=dropped.customer_id,
        )
    return dropped


async def _method(work: Work, payment: Payment, invoice: Invoice) -> PaymentMethod | Failure:
    """The one that was chosen first, unless it cannot be charged any more."""
    methods = PaymentMethods(work.session)
    # Whoever removes it then waits, and sees that it is being charged.
    await methods.lock_wallet(work.scope.business_id, payment.customer_id)
    if payment.payment_method_id is not None:
        first = await methods.find(work.scope, payment.payment_method_id)
        if first is not None and first.is_chargeable and not first.is_over(work.now):
            return first
    return await choose_method(
        work, payment.customer_id, invoice_id=invoice.id, subscription_id=invoice.subscription_id
    )
