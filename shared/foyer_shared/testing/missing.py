"""What a machine lacks: the tests that need it are skipped with one loud line, in CI they fail."""

import os
from typing import NoReturn

import pytest

_SAID = pytest.StashKey[dict[str, None]]()


def lacking(config: pytest.Config, what: str) -> NoReturn:
    """Skip the test that asks, and say at the end of the run what to install; fail when CI is set."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    config.stash.setdefault(_SAID, {})[what] = None
    pytest.skip(what)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The loud lines."""
    for what in terminalreporter.config.stash.get(_SAID, {}):
        terminalreporter.write_line(f"NOT TESTED: {what}", red=True, bold=True)
