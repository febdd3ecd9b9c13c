"""Invoicing asks for an attempt to collect an invoice: one payment, however often it is heard of."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import InvoicePaymentDue
from foyer_shared.contracts.payments import PaidInvoiceData, PaymentData, PaymentFailed
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import PaidPart, Payment
from foyer_payments.domain.provided import Failure
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.choose_method import choose_method


async def begin_due_payment(work: Work, due: InvoicePaymentDue) -> None:
    """A job asks the provider. A method that is known by its details alone is charged by others. Without any
    the attempt has failed, but for an instalment, which may come by bank transfer.
    """
    invoice, amount = due.invoice, due.amount.money()
    if amount.amount <= 0:
        return
    method = await choose_method(
        work,
        invoice.customer_id,
        invoice_id=invoice.invoice_id,
        subscription_id=invoice.subscription_id,
    )
    if isinstance(method, Failure):
        if due.plan_id is None:
            _tell_failed(work, due, method)
        return
    if method.token is None or method.account_id is None:
        return
    payment = Payment(
        id=new_id("pay"),
        business_id=work.scope.business_id,
        customer_id=invoice.customer_id,
        account_id=method.account_id,
        amount=amount,
        parts=(PaidPart(invoice.invoice_id, amount),),
        description=invoice.number,
        on_session=False,
        created_at=work.now,
        payment_method_id=method.id,
        kind=method.kind.name,
        attempt=due.attempt,
        is_instalment=due.plan_id is not None,
        asked=False,
    )
    due_key = ":".join(
        str(each)
        for each in (invoice.invoice_id, due.attempt, due.plan_id, due.instalment)
        if each is not None
    )
    await Payments(work.session).add_due(payment, due_key=due_key, look_at=real_now())


def _tell_failed(work: Work, due: InvoicePaymentDue, failure: Failure) -> None:
    invoice = due.invoice
    payment = PaymentData(
        payment_id=new_id("pay"),
        customer_id=invoice.customer_id,
        amount=due.amount,
        invoices=(PaidInvoiceData(invoice_id=invoice.invoice_id, amount=due.amount),),
        attempt=due.attempt,
    )
    work.announce(
        PaymentFailed(payment=payment, severity=failure.severity, code=failure.code),
        subject=payment.payment_id,
        version=1,
        customer_id=invoice.customer_id,
    )
