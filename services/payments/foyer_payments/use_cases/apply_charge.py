"""What a provider says of a payment is applied: told once, whichever way and however often it is heard."""

from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.payments import (
    PaymentProcessing,
    PaymentRequiresAction,
    PaymentSucceeded,
)
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import use
from foyer_payments.domain.payment import (
    AUTHENTICATION_REQUIRED,
    Payment,
    follow_charge,
    is_waited_for,
    may_be_kept,
)
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Charged
from foyer_payments.domain.provided_method import is_kept_here
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.apply_refunds import apply_refunds
from foyer_payments.use_cases.fail_mandate import fail_mandate
from foyer_payments.use_cases.keep_provided_method import keep_provided_method
from foyer_payments.use_cases.take_back import take_back
from foyer_payments.use_cases.tell_payment_failed import tell_payment_failed
from foyer_payments.use_cases.told import payment_data


async def apply_charge(work: Work, seal: Seal, payment_id: str, charged: Charged) -> Payment:
    """The payment as it is then. Raises PaymentNotFound."""
    payments = Payments(work.session)
    before = await payments.get_for_update(work.scope, payment_id)
    after = follow_charge(before, charged)
    if after is not before:
        after = await _save(work, seal, before, after, charged)
    elif may_be_kept(after):
        after = await _keep_late(work, seal, after, charged)
    if after.status is PaymentStatus.SUCCEEDED:
        await take_back(work, after, charged)
        await apply_refunds(work, after, charged.refunds)
    return after


async def _save(work: Work, seal: Seal, before: Payment, after: Payment, charged: Charged) -> Payment:
    payments, settled_by = Payments(work.session), None
    if after.status is PaymentStatus.SUCCEEDED:
        after = await _with_method(work, seal, after, charged)
        await _use_mandate(work, after)
        settled_by = _tell(work, after, PaymentSucceeded(payment=payment_data(after), fee=_fee(after)))
    elif after.status is PaymentStatus.PROCESSING:
        await _use_mandate(work, after)
        _tell(work, after, PaymentProcessing(payment=payment_data(after)))
    elif after.status.is_over:
        if after.failure == AUTHENTICATION_REQUIRED and not after.on_session:
            _tell(work, after, PaymentRequiresAction(payment=payment_data(after)))
        if after.failure is not None:
            await fail_mandate(work, after, after.failure.code)
        if after.status is PaymentStatus.FAILED or before.status is PaymentStatus.PROCESSING:
            tell_payment_failed(work, after)
        await payments.release(after)
    await payments.save(after, settled_by=settled_by, looks_again=is_waited_for(after, real_now()))
    return after


async def _keep_late(work: Work, seal: Seal, payment: Payment, charged: Charged) -> Payment:
    """It has paid before its mandate came."""
    kept = await _with_method(work, seal, payment, charged)
    await Payments(work.session).save(kept, looks_again=is_waited_for(kept, real_now()))
    return kept


async def _with_method(work: Work, seal: Seal, payment: Payment, charged: Charged) -> Payment:
    """What the customer wanted to keep is kept once it has paid, where the provider keeps it."""
    provided = charged.method
    if not (payment.save and provided and provided.kept and is_kept_here(provided)):
        return payment
    method = await keep_provided_method(
        work, seal, provided, customer_id=payment.customer_id, account_id=payment.account_id
    )
    return replace(payment, payment_method_id=method.id)


async def _use_mandate(work: Work, payment: Payment) -> None:
    """It lapses 36 months after this."""
    if payment.payment_method_id is None:
        return
    mandates = Mandates(work.session)
    mandate = await mandates.find_of_method(work.scope, payment.payment_method_id)
    if mandate is not None:
        await mandates.save(use(mandate, work.now))


def _fee(payment: Payment) -> Amount | None:
    return Amount.of(payment.fee) if payment.fee else None


def _tell(work: Work, payment: Payment, event: Event) -> str:
    """The event's id."""
    work.announce(event, subject=payment.id, version=payment.version, customer_id=payment.customer_id)
    return work.announced[-1].envelope.id
