"""What staff agreed to cannot be given back any more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CreditNoteRefused
from foyer_shared.storage.work import Work

from foyer_support.use_cases.refuse_refund_request import refuse_refund_request


async def on_credit_note_refused(work: Work, event: CreditNoteRefused, _: Envelope) -> None:
    """Leave its ticket to staff."""
    await refuse_refund_request(work, event.refund_request_id, code=event.code)
