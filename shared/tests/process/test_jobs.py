"""Jobs come round, run on while there is work, and survive their errors."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
import pytest_asyncio
from foyer_shared import jobs
from foyer_shared.jobs import run_job
from foyer_shared.service import Job
from foyer_shared.storage.away import DatabaseUnreachable
from structlog.testing import capture_logs

Run = Callable[[Job], None]
Outcomes = list[int | Exception]


class Worklist:
    """A job that finds these amounts of work, then none; `ran` counts its runs."""

    def __init__(self, *outcomes: int | Exception) -> None:
        self.ran = 0
        self.idle = asyncio.Event()
        self._outcomes = list(outcomes)

    async def work(self) -> int:
        self.ran += 1
        if not self._outcomes:
            self.idle.set()
            return 0
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest_asyncio.fixture
async def run() -> AsyncIterator[Run]:
    """Runs jobs until the test ends."""
    running: list[asyncio.Task[None]] = []
    yield lambda job: running.append(asyncio.create_task(run_job("notes", job)))
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def test_a_job_runs_on_while_it_finds_work(run: Run) -> None:
    worklist = Worklist(5, 1)
    run(Job("tidy", timedelta(hours=1), worklist.work))
    await asyncio.wait_for(worklist.idle.wait(), 1)
    await asyncio.sleep(0.02)
    assert worklist.ran == 3


async def test_a_job_comes_round(run: Run) -> None:
    worklist = Worklist(0, 0, 0)
    run(Job("tidy", timedelta(milliseconds=5), worklist.work))
    await asyncio.wait_for(worklist.idle.wait(), 1)


async def test_a_job_that_failed_comes_round(run: Run) -> None:
    worklist = Worklist(ValueError("482913"))
    with capture_logs() as lines:
        run(Job("tidy", timedelta(milliseconds=5), worklist.work))
        await asyncio.wait_for(worklist.idle.wait(), 1)
    assert [(line["event"], line["error"]) for line in lines] == [("job failed", "ValueError")]
    assert "482913" not in str(lines[0])


@pytest.mark.parametrize("outage", [DatabaseUnreachable(), ConnectionRefusedError(), TimeoutError()])
async def test_a_rare_job_does_not_sleep_through_an_outage(
    run: Run, monkeypatch: pytest.MonkeyPatch, outage: Exception
) -> None:
    monkeypatch.setattr(jobs, "LONGEST_OUTAGE_GAP", timedelta(milliseconds=5))
    worklist = Worklist(outage, outage)
    run(Job("tidy", timedelta(hours=1), worklist.work))
    await asyncio.wait_for(worklist.idle.wait(), 1)


async def test_a_bell_brings_a_rare_job_round_each_time_it_rings(run: Run) -> None:
    bell, worklist = asyncio.Event(), Worklist()
    run(Job("tidy", timedelta(hours=1), worklist.work, bell))
    for runs in (1, 2, 3):
        await asyncio.wait_for(worklist.idle.wait(), 1)
        await asyncio.sleep(0.02)
        assert worklist.ran == runs
        worklist.idle.clear()
        bell.set()


async def test_a_job_with_a_bell_comes_round_without_it(run: Run) -> None:
    worklist = Worklist(0, 0, 0)
    run(Job("tidy", timedelta(milliseconds=5), worklist.work, asyncio.Event()))
    await asyncio.wait_for(worklist.idle.wait(), 1)
