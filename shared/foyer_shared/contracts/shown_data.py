"""What may be shown of an event's data: everything but the words that its contract calls confidential."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.contracts.catalogue import all_events
from foyer_shared.contracts.envelope import Envelope

CONFIDENTIAL = "(confidential)"
NOT_SHOWN = "(not shown: no contract of this Foyer says that it may be)"

_Schema = Mapping[str, Any]


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
