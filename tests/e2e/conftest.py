"""The system in each way to run, and a browser to look at it with."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from foyer_shared.local_servers.processes import free_port
from foyer_shared.testing.otlp import collecting
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.folders import copy_of
from tests.e2e.looks import LOOKS
from tests.e2e.planting import planted_once, wait_until_at_rest
from tests.e2e.running import WAYS, Running
from tests.e2e.system import DESKTOP, PHONE, Foyer, Separate, embedded

_FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

_JOURNEYS = Path(__file__).parent / "journeys"
_RUNNING = pytest.StashKey[ExitStack]()
"""What runs as long as there are journeys."""

expect.set_options(timeout=30_000)  # Milliseconds. Other tests may keep the machine busy.


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/e2e/journeys/test_story.py --url http://localhost:8080` starts nothing itself."""
    group = parser.getgroup("a system that runs already")
    group.addoption("--url", help="where it is; its demo is as it was planted")
    group.addoption("--api-key", help="the key of its demo business, which it has printed")
    group.addoption("--data-dir", type=Path, help="its data folder, for tests that look into it")
    group.addoption("--log", type=Path, help="the file to which its log is being written")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each way to run, or the one system that runs already. A test's name tells its way."""
    already = "already" if _told(metafunc.config, "url") else None
    if "foyer" in metafunc.fixturenames:
        metafunc.parametrize("foyer", [already] if already else WAYS, indirect=True, scope="module")
    for fixture, way in (("foyer_here", already or "in-process"), ("apart", "separate")):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, [way], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One way after the other, so that each is started once."""
    places = [place for place, item in enumerate(items) if item.path.is_relative_to(_JOURNEYS)]
    in_turn = sorted((items[place] for place in places), key=_turn)
    for place, item in zip(places, in_turn, strict=True):
        items[place] = item


def _turn(item: pytest.Item) -> int:
    """The place of an item's way among the ways."""
    callspec = getattr(item, "callspec", None)
    ways = (callspec.params.get(fixture) for fixture in ("foyer", "foyer_here", "apart")) if callspec else ()
    return max((WAYS.index(way) for way in ways if way in WAYS), default=0)


def pytest_configure(config: pytest.Config) -> None:
    """Nothing runs yet."""
    config.addinivalue_line("markers", "refused(*statuses): the answers that the pages of this journey get")
    config.stash[_RUNNING] = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After the last journey its system and browser end: beside the browser's loop no other can run."""
    try:
        yield
    finally:
        if nextitem is None or not nextitem.path.is_relative_to(_JOURNEYS):
            item.config.stash[_RUNNING].close()


def _told(config: pytest.Config, option: str) -> Any:
    return config.getoption(option, default=None)  # Pytest knows it when it was started on this folder.


@pytest.fixture(scope="session")
def data_dir(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One data folder with the planted demo for all ways to run; of the system that runs its own, or only
    its key.
    """
    if given := _told(pytestconfig, "data_dir"):
        yield given
    elif _told(pytestconfig, "url"):
        key = _told(pytestconfig, "api_key")
        if not key:
            pytest.skip("needs --api-key")
        keys = tmp_path_factory.mktemp("foyer") / "keys"
        keys.mkdir()
        (keys / "demo_api.key").write_text(key)
        yield keys.parent
    else:
        with copy_of(planted_once(tmp_path_factory, "demo", _plant)) as folder:
            yield folder


def _plant(data_dir: Path) -> None:
    with embedded(data_dir, "in-process", free_port()):
        wait_until_at_rest(data_dir)


@pytest.fixture(scope="session")
def port() -> int:
    """The public port in all ways to run: the links in mails name it."""
    return free_port()


@pytest.fixture(scope="session")
def running(pytestconfig: pytest.Config, data_dir: Path, port: int) -> Iterator[Running]:
    """What runs on that folder."""
    with collecting() as collector:
        running = Running(data_dir, port, collector)
        pytestconfig.stash[_RUNNING].callback(running.stop)
        yield running
        running.stop()


@pytest.fixture(scope="module")
def foyer(request: pytest.FixtureRequest) -> Foyer:
    """The system, run in one way after the other."""
    if request.param == "already":
        return _already(request.config)
    running: Running = request.getfixturevalue("running")
    # It says loudly when there is none.
    amqp_url = "" if request.param == "in-process" else request.getfixturevalue("rabbitmq_url")
    return running.in_way(request.param, amqp_url)


@pytest.fixture
def foyer_here(request: pytest.FixtureRequest) -> Foyer:
    """The system as `make run` starts it, or the one that runs: for what does not depend on the way."""
    if request.param == "already":
        return _already(request.config)
    running: Running = request.getfixturevalue("running")
    return running.in_way("in-process", "")


def _already(config: pytest.Config) -> Foyer:
    url: str = _told(config, "url")
    return Foyer(url.rstrip("/"), _told(config, "log") or Path(os.devnull))


@pytest.fixture
def apart(running: Running, rabbitmq_url: str) -> Separate:
    """Each service in processes of its own, which can be stopped."""
    return running.apart(rabbitmq_url)


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config, chromium: str) -> Browser:
    """Chromium, started once for all journeys."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    running = pytestconfig.stash[_RUNNING]
    playwright = running.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS + sandbox)
    running.callback(browser.close)
    return browser


_ANSWERED = re.compile(r"the server responded with a status of (\d+)")
"""What browsers write into the console for each answer that is no good one."""


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A fresh page, on a desktop unless the test names its LOOKS.

    It fails the test for what is in the console, but for the statuses that the test says by `refused`.
    """
    look = getattr(request, "param", LOOKS[0])
    context = browser.new_context(
        viewport=PHONE if look == "phone" else DESKTOP,
        java_script_enabled=look != "without JavaScript",
        locale="en-GB",
        timezone_id="Europe/Amsterdam",
    )
    errors: list[str] = []
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()
    answered = {int(found[1]) for error in errors if (found := _ANSWERED.search(error))}
    assert [error for error in errors if not _ANSWERED.search(error)] == []
    assert answered == {status for mark in request.node.iter_markers("refused") for status in mark.args}
