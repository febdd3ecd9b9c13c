"""A folder for a server's data, which may lie elsewhere when root runs the tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that is not there yet; what a server keeps for it is removed after the test."""
    folder = tmp_path / "postgres"
    yield folder
    if (folder / "moved").exists():
        shutil.rmtree((folder / "moved").resolve())
