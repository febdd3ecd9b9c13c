"""Processes that we start, and stop with patience: how long a stop takes is the journeys' to judge."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.environment import with_settings

LONGEST_STOP = 60
"""Seconds."""


@contextmanager
def child(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process without settings of ours but these; SIGTERM ends it with the block."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, *arguments], env=with_settings(environment), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(LONGEST_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
