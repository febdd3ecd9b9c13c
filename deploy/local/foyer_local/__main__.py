"""`make run`: starts the whole system and stops it on Ctrl-C or SIGTERM."""

import asyncio
import contextlib
import signal
import sys

from foyer_shared.http.server import CannotListen
from foyer_shared.local_servers.errors import LocalServerError
from foyer_shared.process import end_quickly, fast_loop
from foyer_shared.telemetry.logs import setup_logs
from foyer_shared.telemetry.traces import setup_traces
from pydantic import ValidationError
from rich.console import Console

from foyer_local.run import CannotRun, run
from foyer_local.settings import LocalSettings


async def _main(settings: LocalSettings) -> None:
    console = Console(highlight=False, soft_wrap=True)

    def tell(line: str) -> None:
        console.print(line, markup=False)

    running = asyncio.create_task(run(settings, tell))

    def stop() -> None:
        tell("Stopping …")
        running.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await running


def main() -> None:
    """Run until told to stop; what stands in the way is said in one line."""
    try:
        settings = LocalSettings()
        setup_logs(settings.log_level)
        setup_traces("foyer", settings.otlp_endpoint)
        end_quickly()
        with asyncio.Runner(loop_factory=fast_loop) as runner:
            runner.run(_main(settings))
    except ValidationError as error:
        sys.exit(
            "\n".join(f"FOYER_{str(wrong['loc'][0]).upper()}: {wrong['msg']}" for wrong in error.errors())
        )
    except (CannotRun, CannotListen, LocalServerError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
