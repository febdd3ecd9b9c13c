"""How the tool speaks: tables for people, JSON for scripts."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

Record = Mapping[str, Any]

_WIDE = 200
"""Columns when nobody looks at a terminal, so that ids stay whole."""


def say(line: str) -> None:
    """One line for a person."""
    _console().print(line, markup=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """For scripts: moments are RFC 3339 in UTC."""
    sys.stdout.write(json.dumps(value, indent=2, default=_plain, ensure_ascii=False) + "\n")


def print_table(records: Sequence[Record], *, when_empty: str) -> None:
    """A column for each name of the records; what is too long goes on in the next line, nothing is cut."""
    if not records:
        say(when_empty)
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in records[0]:
        table.add_column(name.replace("_", " "), overflow="fold")
    for record in records:
        table.add_row(*(_text(value) for value in record.values()))
    _console().print(table, markup=False)


def print_records(records: Sequence[Record], *, as_json: bool, when_empty: str) -> None:
    """A table, or JSON."""
    if as_json:
        print_json(records)
    else:
        print_table(records, when_empty=when_empty)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar for who looks at a terminal; call what it gives with how many more are done."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda many: bar.advance(task, many)


def duration(seconds: float | None) -> str | None:
    """As `3 h 5 min`, of the two largest units."""
    if seconds is None:
        return None
    left, parts = int(seconds), list[str]()
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, left = divmod(left, size)
        if count or (unit == "s" and not parts):
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2])


def _console() -> Console:
    # Made at each use: a test's output is another one than that at import.
    return Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(_plain(value)) if isinstance(value, datetime) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(value)
