"""How long the second start of `make run` takes, and how much memory it has then."""

from pathlib import Path

from tests.e2e.load.foyer import make_run
from tests.e2e.load.measure import Choices, Line, medians
from tests.e2e.load.memory import memory_of
from tests.e2e.planting import wait_until_at_rest

SECONDS, MEGABYTES = 6, 400


def plant(data_dir: Path) -> None:
    """The first start, until everything has arrived."""
    with make_run(data_dir):
        wait_until_at_rest(data_dir)


def measure_start(data_dir: Path, choices: Choices) -> list[Line]:
    """On data that is planted."""
    rounds = []
    for _ in range(choices.rounds):
        with make_run(data_dir) as (seconds, process):
            rounds.append((seconds, memory_of([process])))
    seconds, megabytes = medians(rounds)
    return [
        Line("make run, second start", "s", seconds, None, SECONDS, at_least=False),
        Line("make run, memory without Postgres", "MB", megabytes, None, MEGABYTES, at_least=False),
    ]
