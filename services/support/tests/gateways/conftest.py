"""Mails as programs write them."""

from collections.abc import Callable
from pathlib import Path

import pytest

MAILS = Path(__file__).parents[1] / "mails"


@pytest.fixture
def mail_of() -> Callable[[str], bytes]:
    """A mail of a program, by its name, to nobody in particular."""
    return lambda name: (MAILS / f"{name}.eml").read_bytes()
