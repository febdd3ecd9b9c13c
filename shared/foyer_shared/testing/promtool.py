"""Prometheus's own checks of its configuration and alerts."""

import shutil

import pytest

from foyer_shared.testing.missing import lacking


@pytest.fixture(scope="session")
def promtool() -> str:
    """The path of the program."""
    found = shutil.which("promtool")
    if found is None:
        lacking("promtool is not installed; install prometheus to test the alerts.")
    return found
