"""The seeds of a run: another one every day, and the same again for whoever names it."""

import os
from datetime import UTC, datetime

_FIRST = "FOYER_TEST_SEED"

HOW_MANY = int(os.environ.get("FOYER_TEST_SEEDS") or 1)
IS_LONG = HOW_MANY > 1
"""Whether the long form is run, with more of everything and faults that last."""


def settle_seeds() -> None:
    """For this process and those that it starts, whatever the time is when they begin."""
    os.environ[_FIRST] = str(os.environ.get(_FIRST) or datetime.now(UTC).toordinal())


def seeds() -> range:
    """From FOYER_TEST_SEED on, so many as FOYER_TEST_SEEDS says."""
    first = int(os.environ[_FIRST])
    return range(first, first + HOW_MANY)
