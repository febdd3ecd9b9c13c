"""The seeds of a run: another one every day, and the same again for whoever names it."""

import os
from datetime import UTC, datetime


def how_many() -> int:
    """One in the short form, as many as FOYER_TEST_SEEDS says in the long one."""
    return int(os.environ.get("FOYER_TEST_SEEDS") or 1)


def seeds() -> range:
    """From FOYER_TEST_SEED on; without one, from the number of this day."""
    first = int(os.environ.get("FOYER_TEST_SEED") or datetime.now(UTC).toordinal())
    return range(first, first + how_many())
