"""Runs the sandbox provider by itself, so that it goes on while payments is killed: until SIGTERM."""

import asyncio
import signal
import sys

import structlog
from foyer_shared.http.server import CannotListen, HttpServer
from foyer_shared.jobs import run_job
from foyer_shared.process import fast_loop
from foyer_shared.storage.sealing import Seal
from foyer_shared.telemetry.logs import setup_logs
from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette
from starlette.routing import Mount

from foyer_sandbox_provider.provider import NAME, PATH, build_provider
from foyer_sandbox_provider.settings import Settings

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def _run(settings: Settings) -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    url = make_url(settings.database_url.get_secret_value()).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(url, pool_size=settings.database_pool, max_overflow=0, hide_parameters=True)
    provider = build_provider(
        engine,
        Seal([key.get_secret_value() for key in settings.seal_keys]),
        webhooks_url=settings.sandbox_webhooks_url,
        settles_after=settings.sandbox_settles_after,
    )
    server = HttpServer(
        Starlette(routes=[Mount(PATH, provider.app)]), settings.host, settings.port, behind_proxy=True
    )
    await server.start()
    jobs = [asyncio.create_task(run_job(NAME, job)) for job in provider.jobs]
    log.info("started", service=NAME, url=server.url)
    await told.wait()
    await server.stop()
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    await provider.close()
    await engine.dispose()


def main() -> None:
    """Run until told to stop; what stands in the way is said in one line."""
    try:
        settings = Settings()
        setup_logs(settings.log_level)
        with asyncio.Runner(loop_factory=fast_loop) as runner:
            runner.run(_run(settings))
    except (ValidationError, CannotListen, OSError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
