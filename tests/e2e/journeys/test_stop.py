"""A run that somebody looks at ends in time."""

from contextlib import ExitStack
from pathlib import Path

import httpx
from playwright.sync_api import Browser

from tests.e2e.journeys.test_live import elsewhere, streams
from tests.e2e.signing_in import ADA, sign_in
from tests.e2e.system import embedded


def test_open_streams_do_not_hold_up_the_end(data_dir: Path, port: int, browser: Browser) -> None:
    with ExitStack() as readers:
        page = readers.enter_context(browser.new_context(locale="en-GB")).new_page()
        # Leaving this block sends SIGTERM, and fails unless everything ends within five seconds.
        with embedded(data_dir, "in-process", port) as foyer:
            sign_in(page, foyer, ADA)
            streams(page)
            client = readers.enter_context(elsewhere(foyer))
            stream = readers.enter_context(client.stream("GET", "/live"))
            lines = stream.iter_lines()
            assert (stream.status_code, next(lines)) == (httpx.codes.OK, ": open")
        assert [line for line in lines if line.startswith("event")] == []
