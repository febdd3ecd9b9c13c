"""What banks took back of a payment, and what its customer contests, is told: each once."""

from dataclasses import replace

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.payments import (
    DisputeData,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    PaymentReversed,
)
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import Payment
from foyer_payments.domain.provided import Charged, Dispute, Reversal
from foyer_payments.storage.taken_back import KeptDispute, TakenBack
from foyer_payments.use_cases.fail_mandate import fail_mandate
from foyer_payments.use_cases.told import payment_data


async def take_back(work: Work, payment: Payment, charged: Charged) -> None:
    """Of a payment that has succeeded, and is locked."""
    for reversal in charged.reversals:
        await _follow_reversal(work, payment, reversal)
    for dispute in charged.disputes:
        await _follow_dispute(work, payment, dispute)


async def _follow_reversal(work: Work, payment: Payment, reversal: Reversal) -> None:
    """One that a bank undoes is told as a dispute that was lost and is won after all."""
    taken_back = TakenBack(work.session)
    reversal_id = await taken_back.add_reversal(payment.id, reversal)
    if reversal_id is not None:
        await _tell_reversal(work, payment, reversal, reversal_id)
    undone_id = await taken_back.undo_reversal(payment.id, reversal) if reversal.undone else None
    if undone_id is not None:
        data = DisputeData(
            dispute_id=undone_id,
            payment_id=payment.id,
            customer_id=payment.customer_id,
            amount=Amount.of(reversal.amount),
        )
        work.announce(
            DisputeWon(dispute=data, was_lost=True),
            subject=undone_id,
            version=1,
            customer_id=payment.customer_id,
        )


async def _tell_reversal(work: Work, payment: Payment, reversal: Reversal, reversal_id: str) -> None:
    await fail_mandate(work, payment, reversal.failure.code)
    work.announce(
        PaymentReversed(
            payment=payment_data(payment),
            reversal_id=reversal_id,
            amount=Amount.of(reversal.amount),
            code=reversal.failure.code,
            severity=reversal.failure.severity,
        ),
        subject=payment.id,
        version=payment.version,
        customer_id=payment.customer_id,
    )


async def _follow_dispute(work: Work, payment: Payment, dispute: Dispute) -> None:
    """One that is heard of when it is over already was opened before; one that was lost may still be won."""
    kept_disputes = TakenBack(work.session)
    kept = await kept_disputes.dispute(payment.id, dispute.id)
    if kept is None:
        kept = await kept_disputes.add_dispute(payment.id, dispute)
        _tell(work, payment, kept, DisputeOpened(dispute=_data(payment, kept, dispute)))
    if dispute.status == "open" or kept.status in {dispute.status, "won"}:
        return
    over = replace(kept, status=dispute.status, version=kept.version + 1)
    await kept_disputes.save_dispute(over)
    data = _data(payment, over, dispute)
    if dispute.status == "won":
        _tell(work, payment, over, DisputeWon(dispute=data, was_lost=kept.status == "lost"))
    else:
        _tell(work, payment, over, DisputeLost(dispute=data))


def _data(payment: Payment, kept: KeptDispute, dispute: Dispute) -> DisputeData:
    return DisputeData(
        dispute_id=kept.id,
        payment_id=payment.id,
        customer_id=payment.customer_id,
        amount=Amount.of(dispute.amount),
    )


def _tell(work: Work, payment: Payment, kept: KeptDispute, event: Event) -> None:
    work.announce(event, subject=kept.id, version=kept.version, customer_id=payment.customer_id)
