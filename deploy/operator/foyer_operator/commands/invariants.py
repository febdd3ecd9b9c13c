"""Checks what must always hold across the services."""

import asyncio
import time
from typing import Annotated

import typer

from foyer_operator.invariants import INVARIANTS, Broken, broken_invariants
from foyer_operator.output import print_json, print_table, say
from foyer_operator.system import System, on_the_system

SHOWN = 20
"""Rows of one invariant in a table; JSON has them all."""


def invariants(
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds in which what is on its way may still arrive.")
    ] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Check what must always hold; exit code 1 when something does not, with the rows that show it."""

    async def look(system: System) -> list[Broken]:
        until = time.monotonic() + wait
        while True:
            broken = await broken_invariants(system.database_url, system.transport)
            if not broken or time.monotonic() >= until:
                return broken
            await asyncio.sleep(min(1.0, wait))

    rows = {each.name: each.rows for each in on_the_system(look)}
    if as_json:
        print_json(
            [
                {"name": each.name, "holds": each.name not in rows, "rows": rows.get(each.name, [])}
                for each in INVARIANTS
            ]
        )
    else:
        for each in INVARIANTS:
            say(f"{'✗' if each.name in rows else '✓'} {each.name}: {each.sentence}")
            _print_rows(rows.get(each.name, []))
    raise typer.Exit(1 if rows else 0)


def _print_rows(rows: list[dict[str, object]]) -> None:
    if rows:
        print_table(rows[:SHOWN], when_empty="")
        if len(rows) > SHOWN:
            say(f"… and {len(rows) - SHOWN} more (--json shows all)")
