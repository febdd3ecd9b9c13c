"""A disputed payment is gone for good."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import DisputeLost
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.journal import Occasion
from foyer_invoicing.domain.retry_schedule import Severity
from foyer_invoicing.use_cases.take_back_payment import take_back_payment


async def on_dispute_lost(work: Work, event: DisputeLost, _: Envelope) -> None:
    """Open again what it had paid."""
    await take_back_payment(
        work,
        event.dispute.payment_id,
        customer_id=event.dispute.customer_id,
        amount=event.dispute.amount.money(),
        failure_code="disputed",
        severity=Severity.HARD,
        occasion=Occasion.DISPUTE_LOST,
        cause=event.dispute.dispute_id,
    )
