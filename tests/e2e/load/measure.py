"""What a measurement is: Foyer and its limit in turn, round by round, and what the medians say."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median

CROWD = 100_000


@dataclass(frozen=True, slots=True)
class Choices:
    """How long and how often; `crowd` is how many customers it grows to, 0 for not at all."""

    rounds: int
    seconds: int
    connections: int
    crowd: int = CROWD


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `at_least`: the aim is a lower bound, else an upper one. `of_limit`: it is a
    share of the limit, else a value.
    """

    what: str
    unit: str
    foyer: float
    limit: float | None
    aim: float
    at_least: bool
    of_limit: bool = True

    @property
    def ratio(self) -> float | None:
        """Foyer's figure in terms of the limit's."""
        return self.foyer / self.limit if self.limit else None

    @property
    def is_ok(self) -> bool:
        """Whether it reaches its aim."""
        value = self.ratio if self.ratio is not None and self.of_limit else self.foyer
        return value >= self.aim if self.at_least else value <= self.aim


class WrongAnswers(Exception):
    """Something under load did not do what was asked; the figures would mean nothing."""


Side = Callable[[], Awaitable[Sequence[float]]]
"""Measures one side once; its figures in a fixed order."""


async def in_turn(foyer: Side, limit: Side, rounds: int) -> tuple[list[float], list[float]]:
    """The medians of both sides' figures over the rounds; in every second round the limit goes first."""
    found: dict[Side, list[Sequence[float]]] = {foyer: [], limit: []}
    for number in range(rounds):
        for side in (foyer, limit) if number % 2 == 0 else (limit, foyer):
            found[side].append(await side())
    return medians(found[foyer]), medians(found[limit])


def medians(rounds: Sequence[Sequence[float]]) -> list[float]:
    """The median of each figure."""
    return [median(figures) for figures in zip(*rounds, strict=True)]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
