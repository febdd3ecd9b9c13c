"""Payments' own things as the data of its events."""

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import (
    MandateData,
    PaidInvoiceData,
    PaymentData,
    PaymentMethodData,
    RefundData,
)

from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.refund import Refund


def payment_data(payment: Payment) -> PaymentData:
    """A payment, as others may know it."""
    return PaymentData(
        payment_id=payment.id,
        customer_id=payment.customer_id,
        amount=Amount.of(payment.amount),
        invoices=tuple(
            PaidInvoiceData(invoice_id=part.invoice_id, amount=Amount.of(part.amount))
            for part in payment.parts
        ),
        payment_method_id=payment.payment_method_id,
        kind=payment.kind,
        attempt=payment.attempt,
    )


def refund_data(refund: Refund) -> RefundData:
    """A refund, as others may know it."""
    return RefundData(
        refund_id=refund.id,
        payment_id=refund.payment_id,
        customer_id=refund.customer_id,
        amount=Amount.of(refund.amount),
        credit_note_id=refund.credit_note_id,
    )


def method_data(method: PaymentMethod) -> PaymentMethodData:
    """What its customer recognises it by, and whether it is the default."""
    return PaymentMethodData(
        payment_method_id=method.id,
        customer_id=method.customer_id,
        kind=method.kind.name,
        label=method.label,
        is_default=method.is_default,
    )


def mandate_data(mandate: Mandate) -> MandateData:
    """Its reference, without the account."""
    return MandateData(
        mandate_id=mandate.id,
        payment_method_id=mandate.payment_method_id,
        customer_id=mandate.customer_id,
        reference=mandate.reference,
    )
