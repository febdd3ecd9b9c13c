"""`python -m foyer_local.containers secrets | plant`: what the image `demo` runs, once at each start."""

import asyncio
import sys
from argparse import ArgumentParser
from pathlib import Path

from foyer_shared.telemetry.logs import setup_logs
from pydantic import ValidationError

from foyer_local.containers.plant import plant
from foyer_local.containers.secrets import hand_out_secrets
from foyer_local.containers.settings import DemoSettings


def main() -> None:
    """Make what is missing and end; what stands in the way is said in one line each."""
    arguments = ArgumentParser(description="Prepare the containers of Foyer.")
    arguments.add_argument("what", choices=["secrets", "plant"])
    arguments.add_argument("--folder", type=Path, default=Path("/secrets"), help="where the secrets go")
    told = arguments.parse_args()
    if told.what == "secrets":
        hand_out_secrets(told.folder)
        return
    try:
        settings = DemoSettings()
    except ValidationError as error:
        sys.exit(
            "\n".join(f"FOYER_{str(wrong['loc'][0]).upper()}: {wrong['msg']}" for wrong in error.errors())
        )
    setup_logs(settings.log_level)
    asyncio.run(plant(settings, lambda line: print(line, flush=True)))  # noqa: T201  For whoever started it.


if __name__ == "__main__":
    main()
