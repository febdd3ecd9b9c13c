"""What a machine lacks: tests that need it are skipped with one loud line; in CI they fail."""

import os
from collections.abc import Generator
from typing import NoReturn

import pytest

_NOT_TESTED = "NOT TESTED: "


class Missing:
    """What a run lacked and used. Reports carry both, so that tests in other processes count."""

    def __init__(self, config: pytest.Config) -> None:
        self._must_use: list[str] = config.getoption("--must-use")
        self._is_one_of_many = hasattr(config, "workerinput")
        self._lacking: dict[str, None] = {}
        self._used: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a skipped test lacked, and which fixtures a passed one has used."""
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            if reason.startswith(_NOT_TESTED):
                self._lacking[reason] = None
        if report.when == "call" and report.passed:
            self._used.update(str(value) for name, value in report.user_properties if name == "fixture")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A run that left out what it must use has failed."""
        if self._left_out() and session.exitstatus == pytest.ExitCode.OK and not self._is_one_of_many:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> Generator[None, None, None]:
        """The loud lines, after everything else."""
        yield
        for line in self._lacking:
            terminalreporter.write_line(line, red=True, bold=True)
        for fixture in self._left_out():
            terminalreporter.write_line(f"FAILED: no test with {fixture} has passed", red=True, bold=True)

    def _left_out(self) -> list[str]:
        return [fixture for fixture in self._must_use if fixture not in self._used]


def lacking(what: str) -> NoReturn:
    """Skip the test that asks and say at the end of the run what it lacks; fail when CI is set."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(_NOT_TESTED + what)


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
    config.pluginmanager.register(Missing(config))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the report say which fixtures its test has."""
    report = yield
    report.user_properties += [("fixture", name) for name in getattr(item, "fixturenames", ())]
    return report
