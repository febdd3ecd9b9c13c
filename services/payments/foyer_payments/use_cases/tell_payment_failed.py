"""No money comes of a payment: invoicing tries again where that may help."""

from foyer_shared.contracts.payments import PaymentFailed
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import Payment
from foyer_payments.domain.provided import Failure
from foyer_payments.use_cases.told import payment_data

_CANCELED = Failure("canceled", "soft")


def tell_payment_failed(work: Work, payment: Payment) -> None:
    """With its reason."""
    failure = payment.failure or _CANCELED
    work.announce(
        PaymentFailed(payment=payment_data(payment), severity=failure.severity, code=failure.code),
        subject=payment.id,
        version=payment.version,
        customer_id=payment.customer_id,
    )
