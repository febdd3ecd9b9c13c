"""A credit note was issued."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CreditNoteIssued
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.begin_refunds import begin_refunds


async def on_credit_note_issued(work: Work, event: CreditNoteIssued, _: Envelope) -> None:
    """Give back what it says."""
    await begin_refunds(work, event.credit_note)
