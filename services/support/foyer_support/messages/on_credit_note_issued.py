"""Some of an invoice was given back."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CreditNoteIssued
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_credit_note import keep_credit_note


async def on_credit_note_issued(work: Work, event: CreditNoteIssued, _: Envelope) -> None:
    """Keep how much."""
    await keep_credit_note(work, event.credit_note, event.lines)
