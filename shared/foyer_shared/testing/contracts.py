"""Snapshots of event contracts, and what would break a reader who knows only the older one."""

from collections.abc import Iterator
from typing import Any

from foyer_shared.contracts.envelope import Event

Json = dict[str, Any]


def snapshot_of(event: type[Event]) -> Json:
    """How the event is routed and read, who may see it, and the schema of its data."""
    return {
        "type": event.type,
        "owner": event.owner,
        "reading": event.reading,
        "public": event.public,
        "data": event.model_json_schema(),
    }


def losses(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Where `after` is not `before` with optional properties and definitions added to it.

    A required property may not be added either: what is on its way was written without it.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before:
            if name not in after:
                yield f"{path}/{name} is gone"
            else:
                yield from losses(before[name], after[name], f"{path}/{name}")
        if not path.endswith(("/properties", "/$defs")):
            yield from (f"{path}/{name} is new" for name in after.keys() - before.keys() - _WORDS)
    elif before != after and path.rpartition("/")[2] not in _WORDS:
        yield f"{path} was {before!r} and is {after!r}"


# Words for people may change. `$defs` appears with the first definition.
_WORDS = {"title", "description", "$defs"}
