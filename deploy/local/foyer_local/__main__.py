"""`make run`: starts the whole system and stops it on Ctrl-C or SIGTERM."""

import asyncio
import signal
import sys

from foyer_shared.http.server import CannotListen
from foyer_shared.local_servers.errors import LocalServerError
from foyer_shared.process import fast_loop
from foyer_shared.telemetry.logs import setup_logs
from pydantic import ValidationError
from rich.console import Console

from foyer_local.run import CannotRun, run
from foyer_local.settings import LocalSettings


async def _main(settings: LocalSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    console = Console(highlight=False, soft_wrap=True)
    await run(settings, lambda line: console.print(line, markup=False), stop)


def main() -> None:
    """Run until told to stop; what stands in the way is said in one line."""
    try:
        settings = LocalSettings()
        setup_logs(settings.log_level)
        with asyncio.Runner(loop_factory=fast_loop) as runner:
            runner.run(_main(settings))
    except ValidationError as error:
        sys.exit("\n".join(f"FOYER_{wrong['loc'][0]!s}: {wrong['msg']}".upper() for wrong in error.errors()))
    except (CannotRun, CannotListen, LocalServerError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
