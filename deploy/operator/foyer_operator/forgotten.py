"""Whether a reader's inbox may have forgotten an event, so that it could take effect twice."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.messaging.transport import DeadLetter
from pydantic import ValidationError

from foyer_operator.outbox_rows import STILL_KNOWN

WHY = f"older than {STILL_KNOWN.days} days: it may have taken effect meanwhile, and no inbox would know"


def may_be_forgotten(letter: DeadLetter) -> bool:
    """By the event's age: its reader had it later, or never. What is no event takes no effect."""
    try:
        envelope = Envelope.model_validate_json(letter.message.body)
    except ValidationError:
        return False
    return envelope.time < real_now() - STILL_KNOWN
