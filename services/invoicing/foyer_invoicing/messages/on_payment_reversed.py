"""Money was taken back."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentReversed
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.retry_schedule import Severity
from foyer_invoicing.use_cases.take_back_payment import take_back_payment


async def on_payment_reversed(work: Work, event: PaymentReversed, _: Envelope) -> None:
    """Open again what it had paid."""
    await take_back_payment(
        work,
        event.payment.payment_id,
        customer_id=event.payment.customer_id,
        amount=event.amount.money(),
        failure_code=event.code,
        severity=Severity(event.severity),
        occasion=Occasion.PAYMENT_REVERSED,
        cause=event.reversal_id,
    )
