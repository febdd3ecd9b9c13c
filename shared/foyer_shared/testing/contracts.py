"""Snapshots of event contracts, and what would break a reader who knows only the older one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foyer_shared.contracts.catalogue import all_events
from foyer_shared.contracts.envelope import Event

Json = dict[str, Any]
# Words for people may change. `$defs` appears with the first definition.
_FREE = {"title", "description", "$defs"}


def snapshot_of(event: type[Event]) -> Json:
    """How the event is routed and read, who may see it, and the schema of its data."""
    return {
        "type": event.type,
        "owner": event.owner,
        "reading": event.reading,
        "public": event.public,
        "data": event.model_json_schema(),
    }


def lost_contracts(snapshots: Path) -> list[str]:
    """What the contracts of today have lost since their snapshots, which lie in one file per event."""
    events = all_events()
    lost: list[str] = []
    for path in sorted(snapshots.glob("*.json")):
        if path.stem in events:
            lost += losses(json.loads(path.read_text()), snapshot_of(events[path.stem]), path.stem)
        else:
            lost.append(f"{path.stem} is gone")
    return lost


def losses(before: Any, after: Any, path: str) -> Iterator[str]:
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
            yield from (f"{path}/{name} is new" for name in after.keys() - before.keys() - _FREE)
    elif before != after and path.rpartition("/")[2] not in _FREE:
        yield f"{path} was {before!r} and is {after!r}"
