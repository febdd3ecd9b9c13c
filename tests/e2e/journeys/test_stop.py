"""A run that somebody looks at ends in time."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
from playwright.sync_api import Browser

from tests.e2e.open_page import elsewhere, streams
from tests.e2e.running import Running
from tests.e2e.signing_in import ADA, sign_in
from tests.e2e.system import Foyer

MANY = 100
"""Files, of which far fewer fill the buffers between the server and a reader that reads none."""


def test_open_streams_do_not_hold_up_the_end(running: Running, foyer_here: Foyer, browser: Browser) -> None:
    foyer = foyer_here
    with ExitStack() as readers:
        page = readers.enter_context(browser.new_context(locale="en-GB")).new_page()
        sign_in(page, foyer, ADA)
        streams(page)
        client = readers.enter_context(elsewhere(foyer))
        stream = readers.enter_context(client.stream("GET", "/live"))
        lines = stream.iter_lines()
        assert (stream.status_code, next(lines)) == (httpx.codes.OK, ": open")
        readers.enter_context(never_reading(foyer, "/live", 1, client.headers["Authorization"]))
        script = page.locator("script[src*=htmx]").get_attribute("src") or ""
        before = count_files(foyer)
        readers.enter_context(never_reading(foyer, script, MANY))
        assert before < count_files(foyer) < before + MANY
        running.stop()  # Sends SIGTERM, and fails unless everything ends in time, with code 0.
        assert "event: over" not in lines


@contextmanager
def never_reading(foyer: Foyer, path: str, times: int, credential: str = "") -> Iterator[None]:
    """Somebody asks so often over one connection, and takes none of the answers."""
    address = httpx.URL(foyer.url)
    head = [f"GET {path} HTTP/1.1", f"Host: {address.netloc.decode()}", f"Authorization: {credential}"]
    with socket.create_connection(("127.0.0.1", address.port or 0)) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode() * times)
        yield


def count_files(foyer: Foyer) -> int:
    """How many were answered, once no more are."""
    before = -1
    while before != (now := len(foyer.log.read_text().split('"/static/'))):
        before = now
        time.sleep(1)
    return now
