"""A payment for an invoice came to nothing."""

from dataclasses import replace

from foyer_shared.contracts.invoicing import InvoicePaymentFailed
from foyer_shared.contracts.payments import PaidInvoiceData, PaymentFailed
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import InvoiceNotFound, InvoiceStatus
from foyer_invoicing.domain.retry_schedule import ChargeFailure, Severity, after_failure
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.give_up_collecting import give_up_collecting
from foyer_invoicing.use_cases.note_payment_try import note_payment_try
from foyer_invoicing.use_cases.told import announce_of, invoice_data


async def note_payment_failed(work: Work, failed: PaymentFailed) -> None:
    """It is under way no more and kept with its reason, and an attempt of ours is told and tried again by the
    schedule.

    What a customer paid by hand is not: whoever did it has seen it fail. Nor is anything of an invoice that
    has been settled in another way. Raises NotYet while an invoice is on its way.
    """
    payment, collectings = failed.payment, Collectings(work.session)
    await note_payment_try(work, payment, failure_code=failed.code)
    for part in payment.invoices:
        await collectings.note_charge(work.scope, payment.payment_id, part.invoice_id, settled=True)
        if payment.attempt is not None:
            failure = ChargeFailure(
                attempt=payment.attempt,
                severity=Severity(failed.severity),
                code=failed.code,
                kind=payment.kind,
            )
            await _follow(work, part, failure)


async def _follow(work: Work, part: PaidInvoiceData, failure: ChargeFailure) -> None:
    invoices, collectings = Invoices(work.session), Collectings(work.session)
    try:
        invoice = await invoices.get_for_update(work.scope, part.invoice_id)
    except InvoiceNotFound as missing:
        raise NotYet(missing.detail) from missing
    collecting = await collectings.find_for_update(work.scope, part.invoice_id)
    if collecting is None or invoice.status is not InvoiceStatus.OPEN:
        return
    settings = await Dunning(work.session).settings(work.scope)
    followed = after_failure(collecting, failure, settings, now=work.now)
    if followed is collecting:
        return
    await collectings.save(followed)
    told = replace(invoice, version=invoice.version + 1)
    if followed.retried_at is None:
        # From now on the customer has to pay it.
        business = await Businesses(work.session).get(work.scope)
        told = replace(told, pay_to=told.pay_to or business.account)
    await invoices.save(told)
    announce_of(
        work,
        told,
        InvoicePaymentFailed(
            invoice=invoice_data(told),
            attempt=failure.attempt,
            amount=part.amount,
            severity=failure.severity.value,
            code=failure.code,
            next_attempt_at=followed.retried_at,
        ),
    )
    if followed.exhausted_at and not collecting.exhausted_at:
        await give_up_collecting(work, followed)
