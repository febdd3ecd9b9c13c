"""The snapshots of the event contracts."""

from pathlib import Path

import pytest

SNAPSHOTS = Path(__file__).parent / "schemas"


@pytest.fixture
def snapshots() -> Path:
    """One JSON file per event: its schema and how readers treat it."""
    return SNAPSHOTS


@pytest.fixture
def write_snapshots(request: pytest.FixtureRequest) -> bool:
    """Whether to write what has grown (`make snapshots`)."""
    return bool(request.config.getoption("--write-snapshots"))
