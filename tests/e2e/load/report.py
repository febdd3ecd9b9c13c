"""The table at the end, for people and as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.e2e.load.measure import Choices, Line


def show(lines: Sequence[Line], choices: Choices) -> None:
    """Print it."""
    table = Table(
        title=f"Median of {choices.rounds} rounds of {choices.seconds} s, {choices.connections} connections"
    )
    for name in ("what", "Foyer", "limit", "unit", "ratio", "aim", "ok"):
        table.add_column(name, justify="left" if name in {"what", "unit"} else "right", no_wrap=True)
    for line in lines:
        table.add_row(
            line.what,
            _number(line.foyer),
            "" if line.limit is None else _number(line.limit),
            line.unit,
            "" if line.ratio is None else f"{line.ratio:.2f}",
            f"{'≥' if line.at_least else '≤'} {line.aim:g}",
            "[green]yes[/]" if line.is_ok else "[red]no[/]",
        )
    Console().print(table)


def write(path: Path, lines: Sequence[Line], choices: Choices) -> None:
    """As JSON."""
    document = {
        "rounds": choices.rounds,
        "seconds": choices.seconds,
        "connections": choices.connections,
        "lines": [
            {
                "what": line.what,
                "unit": line.unit,
                "foyer": line.foyer,
                "limit": line.limit,
                "ratio": line.ratio,
                "aim": line.aim,
                "at_least": line.at_least,
                "ok": line.is_ok,
            }
            for line in lines
        ],
    }
    path.write_text(json.dumps(document, indent=2) + "\n")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
