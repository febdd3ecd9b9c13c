"""Payments, setups and refunds as JSON."""

from foyer_shared.basics.money import Money
from foyer_shared.http.models import Answer, Moment

from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.provided import Failure
from foyer_payments.domain.refund import Refund


class AmountAnswer(Answer):
    """An integer in the currency's minor unit."""

    amount: int
    currency: str


class FailureAnswer(Answer):
    """Why there is no money, or no method."""

    code: str
    severity: str


class PaidInvoiceAnswer(Answer):
    """So much of a payment is for one invoice."""

    invoice_id: str
    amount: AmountAnswer


class PaymentAnswer(Answer):
    """Money that a customer pays."""

    id: str
    customer_id: str
    status: str
    amount: AmountAnswer
    invoices: list[PaidInvoiceAnswer]
    payment_method_id: str | None
    kind: str | None
    action_url: str | None
    failure: FailureAnswer | None
    created_at: Moment


class PaymentSetupAnswer(Answer):
    """A method that is being added."""

    id: str
    status: str
    action_url: str | None
    failure: FailureAnswer | None
    payment_method_id: str | None
    amends: str | None
    replaces: str | None
    """What was to have another account; what came of it is another method where the mandate is a new one."""


class RefundAnswer(Answer):
    """Money that goes back; without a credit note it was given back past Foyer."""

    id: str
    customer_id: str
    payment_id: str
    credit_note_id: str | None
    status: str
    amount: AmountAnswer
    failure_code: str | None
    created_at: Moment


def payment_answer(payment: Payment) -> PaymentAnswer:
    """For both surfaces."""
    return PaymentAnswer(
        id=payment.id,
        customer_id=payment.customer_id,
        status=payment.status,
        amount=amount_answer(payment.amount),
        invoices=[
            PaidInvoiceAnswer(invoice_id=part.invoice_id, amount=amount_answer(part.amount))
            for part in payment.parts
        ],
        payment_method_id=payment.payment_method_id,
        kind=payment.kind,
        action_url=payment.action_url,
        failure=_failure(payment.failure),
        created_at=payment.created_at,
    )


def payment_setup_answer(setup: PaymentSetup) -> PaymentSetupAnswer:
    """For the customer."""
    return PaymentSetupAnswer(
        id=setup.id,
        status=setup.status,
        action_url=setup.action_url,
        failure=_failure(setup.failure),
        payment_method_id=setup.payment_method_id,
        amends=setup.amends,
        replaces=setup.replaces,
    )


def refund_answer(refund: Refund) -> RefundAnswer:
    """For the business."""
    return RefundAnswer(
        id=refund.id,
        customer_id=refund.customer_id,
        payment_id=refund.payment_id,
        credit_note_id=refund.credit_note_id,
        status=refund.status,
        amount=amount_answer(refund.amount),
        failure_code=refund.failure_code,
        created_at=refund.created_at,
    )


def amount_answer(money: Money) -> AmountAnswer:
    """For both surfaces."""
    return AmountAnswer(amount=money.amount, currency=money.currency)


def _failure(failure: Failure | None) -> FailureAnswer | None:
    return FailureAnswer(code=failure.code, severity=failure.severity) if failure else None
