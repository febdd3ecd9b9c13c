"""A real Chromium for tests."""

import shutil
from pathlib import Path

import pytest

from foyer_shared.testing.missing import lacking

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    found = next(filter(None, map(shutil.which, _NAMES)), str(_MACOS) if _MACOS.exists() else None)
    if found is None:
        lacking("No Chromium is installed; install chromium to test the pages in a browser.")
    return found
