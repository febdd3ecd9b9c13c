"""Runs a service's jobs, each in its own loop, as long as the process runs."""

import asyncio
import contextlib
from datetime import timedelta
from functools import partial
from time import perf_counter

import structlog

from foyer_shared.service import Job
from foyer_shared.storage.away import is_away
from foyer_shared.storage.cleanup import (
    forget_idempotency_keys,
    forget_received_events,
    forget_sent_events,
)
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_failures, job_seconds

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LONGEST_OUTAGE_GAP = timedelta(seconds=5)
"""A job waits at most so long before it looks whether the database is back."""


CLEANED_UP_EVERY = timedelta(minutes=10)


def clean_up_jobs(database: Database) -> list[Job]:
    """What every service does for its own plumbing."""
    return [
        Job(forget.__name__, CLEANED_UP_EVERY, partial(forget, database))
        for forget in (forget_sent_events, forget_received_events, forget_idempotency_keys)
    ]


async def run_job(service: str, job: Job) -> None:
    """For ever: again at once while it found something to do, else after `every`, also after an error."""
    structlog.contextvars.bind_contextvars(service=service, job=job.name)
    while True:
        pause = job.every
        if job.bell:
            job.bell.clear()
        try:
            if await _run_once(service, job):
                pause = timedelta(0)
        except Exception as error:  # noqa: BLE001  Whatever it is, the next run may go well.
            if is_away(error) or isinstance(error, OSError):
                pause = min(pause, LONGEST_OUTAGE_GAP)
            _report(service, job, error)
        await _pause(job, pause.total_seconds())


async def _pause(job: Job, seconds: float) -> None:
    if job.bell is None:
        await asyncio.sleep(seconds)
        return
    with contextlib.suppress(TimeoutError):
        # `wait_for` may lose a cancellation to a bell that rings with it.
        async with asyncio.timeout(seconds):
            await job.bell.wait()


async def _run_once(service: str, job: Job) -> int:
    started = perf_counter()
    done = await job.run()
    job_seconds.labels(service, job.name).observe(perf_counter() - started)
    return done


def _report(service: str, job: Job, error: Exception) -> None:
    job_failures.labels(service, job.name).inc()
    log.error("job failed", **error_fields(error))
