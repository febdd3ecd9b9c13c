"""Looking until something is so."""

import time
from collections.abc import Callable


def wait_for(is_true: Callable[[], object], what: str, *, seconds: float) -> None:
    """Look until it is so; fail when it is not in time."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)
