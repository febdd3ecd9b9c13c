"""A payment that invoicing asked for waits for its turn, and takes no more than is open by then."""

from dataclasses import replace

from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import PaidPart, Payment, drop
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.invoices import Invoices
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.cancel_waiting import cancel_waiting
from foyer_payments.use_cases.system_origin import system_origin


async def ready_due_payment(database: Database, providers: Providers, payment: Payment) -> Payment:
    """Ready to be asked for when it is `asked`; over when nothing is to be paid any more; else another
    payment of the invoice is under way, and what comes of that decides.

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
        dropped = drop(payment)
        await payments.release(dropped)
        await payments.save(dropped)
        return dropped
    amount = min(payment.amount, invoice.open)
    ready = replace(payment, asked=True, amount=amount, parts=(PaidPart(part.invoice_id, amount),))
    await payments.reduce(ready)
    await payments.save(ready)
    return ready
