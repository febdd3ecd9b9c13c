"""What an operator sees of a dead letter: everything but the words that the contracts call confidential."""

from typing import Any

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.shown_data import shown_data
from foyer_shared.messaging.transport import DeadLetter
from pydantic import ValidationError


def summary(reader: str, letter: DeadLetter) -> dict[str, Any]:
    """One line of a list."""
    return {
        "reader": reader,
        "id": letter.message.id,
        "event": letter.message.routing_key,
        "attempts": letter.attempts,
        "since": letter.since,
        "reason": letter.reason,
    }


def details(reader: str, letter: DeadLetter) -> dict[str, Any]:
    """The same with the envelope's attributes and the event's data; both None for what is no event."""
    try:
        envelope = Envelope.model_validate_json(letter.message.body)
    except ValidationError:
        return {**summary(reader, letter), "bytes": len(letter.message.body), "envelope": None, "data": None}
    attributes = envelope.model_dump(mode="json", exclude={"data"}, exclude_none=True)
    return {**summary(reader, letter), "envelope": attributes, "data": shown_data(envelope)}
