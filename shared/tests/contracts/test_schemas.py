"""Event contracts only grow: `make snapshots` writes what was added, and refuses what was taken away."""

import json
from pathlib import Path

from foyer_shared.contracts.catalogue import all_events
from foyer_shared.testing.contracts import losses, lost_contracts, snapshot_of


def test_the_contracts_have_lost_nothing(snapshots: Path) -> None:
    assert lost_contracts(snapshots) == []


def test_the_snapshots_are_up_to_date(snapshots: Path, *, write_snapshots: bool) -> None:
    current = {
        f"{name}.json": json.dumps(snapshot_of(event), indent=2, sort_keys=True) + "\n"
        for name, event in all_events().items()
    }
    if write_snapshots and not lost_contracts(snapshots):
        for name, text in current.items():
            (snapshots / name).write_text(text)

    assert {path.name: path.read_text() for path in snapshots.glob("*.json")} == current


def test_an_optional_field_may_be_added() -> None:
    before = {"properties": {"id": {"type": "string"}}, "required": ["id"]}
    after = {"properties": {"id": {"type": "string"}, "note": {"type": "string"}}, "required": ["id"]}

    assert list(losses(before, after, "contract")) == []


def test_a_required_field_may_not_be_added() -> None:
    before = {"properties": {"id": {"type": "string"}}, "required": ["id"]}
    after = {"properties": {"id": {"type": "string"}, "at": {"type": "string"}}, "required": ["id", "at"]}

    assert list(losses(before, after, "contract")) == ["contract/required was ['id'] and is ['id', 'at']"]


def test_a_field_may_not_go_or_change() -> None:
    before = {"properties": {"id": {"type": "string"}, "count": {"type": "integer"}}}
    after = {"properties": {"count": {"type": "string"}}}

    assert list(losses(before, after, "contract")) == [
        "contract/properties/id is gone",
        "contract/properties/count/type was 'integer' and is 'string'",
    ]
