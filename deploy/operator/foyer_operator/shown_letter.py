"""What an operator sees of a dead letter: everything but the words that the contracts call confidential."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.contracts.catalogue import all_events
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.messaging.transport import DeadLetter
from pydantic import ValidationError

CONFIDENTIAL = "(confidential)"
NOT_SHOWN = "(not shown: no contract of this Foyer says that it may be)"

_Schema = Mapping[str, Any]


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


def shown_data(envelope: Envelope) -> Any:
    """The data with confidential words replaced, and with what its contract does not know."""
    contract = all_events().get(envelope.type)
    if contract is None:
        return NOT_SHOWN
    schema = contract.model_json_schema()
    return _shown(envelope.data, schema, schema.get("$defs", {}))


def _shown(value: Any, schema: _Schema, definitions: _Schema) -> Any:
    candidates = list(_branches(schema, definitions))
    if any(each.get("confidential") for each in candidates):
        return CONFIDENTIAL if value is not None else None
    if isinstance(value, dict):
        known = {name: sub for each in candidates for name, sub in each.get("properties", {}).items()}
        return {
            name: _shown(item, known[name], definitions) if name in known else NOT_SHOWN
            for name, item in value.items()
        }
    if isinstance(value, list):
        items = next((each["items"] for each in candidates if "items" in each), None)
        return NOT_SHOWN if items is None else [_shown(item, items, definitions) for item in value]
    return value


def _branches(schema: _Schema, definitions: _Schema) -> list[_Schema]:
    """What the value may be, with references followed."""
    found: list[_Schema] = [schema]
    if "$ref" in schema:
        found += _branches(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    for each in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
        found += _branches(each, definitions)
    return found
