"""What a machine lacks: tests that need it are skipped with one loud line; in CI they fail."""

import os
from collections.abc import Generator
from typing import NoReturn

import pytest

_LACKING = pytest.StashKey[dict[str, None]]()
_USED = pytest.StashKey[set[str]]()


def lacking(config: pytest.Config, what: str) -> NoReturn:
    """Skip the test that asks and say at the end of the run what it lacks; fail when CI is set."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    config.stash[_LACKING][what] = None
    pytest.skip(what)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How `.ci/run` makes sure that nothing was left out."""
    parser.addoption(
        "--must-use",
        action="append",
        default=[],
        metavar="FIXTURE",
        help="fail unless at least one test with this fixture has passed",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is lacking and nothing has been used yet."""
    config.stash[_LACKING] = {}
    config.stash[_USED] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which fixtures a passed test has used."""
    report = yield
    if report.when == "call" and report.passed:
        item.config.stash[_USED].update(getattr(item, "fixturenames", ()))
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that left out what it must use has failed."""
    if _left_out(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    """The loud lines, after everything else."""
    yield
    for what in config.stash[_LACKING]:
        terminalreporter.write_line(f"NOT TESTED: {what}", red=True, bold=True)
    for fixture in _left_out(config):
        terminalreporter.write_line(f"FAILED: no test with {fixture} has passed", red=True, bold=True)


def _left_out(config: pytest.Config) -> list[str]:
    return [fixture for fixture in config.getoption("--must-use") if fixture not in config.stash[_USED]]
