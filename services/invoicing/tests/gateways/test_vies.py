"""VIES's answers, from a server that stands in for it, and those of its sandbox twin."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from foyer_invoicing.domain.tax_id import TaxId
from foyer_invoicing.gateways.sandbox_vat_register import SandboxVatRegister
from foyer_invoicing.gateways.tax_ids import read_tax_ids
from foyer_invoicing.gateways.vat_register import RegisterAway, Registration
from foyer_invoicing.gateways.vies import ViesRegister

VALID = {"isValid": True, "userError": "VALID", "name": "ENGINES SA", "address": "1 RUE DE LA PAIX"}


class FakeVies:
    """Answers each call alike, and keeps what was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.answer: Any = VALID
        self.go_on = Event()
        self.go_on.set()
        self.asked: list[str] = []
        self.url = ""


@pytest.fixture
def vies() -> Iterator[FakeVies]:
    """The server, running."""
    fake = FakeVies()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.asked.append(self.path)
            fake.go_on.wait()
            body = fake.answer if isinstance(fake.answer, bytes) else json.dumps(fake.answer).encode()
            self.send_response(fake.status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        fake.url = f"http://127.0.0.1:{server.server_port}/rest-api"
        yield fake
        fake.go_on.set()
        server.shutdown()
        thread.join()


async def test_the_country_and_the_number_are_asked_for_apart(vies: FakeVies) -> None:
    assert await ViesRegister(f"{vies.url}/").find("EL094259216") == Registration("ENGINES SA")
    assert vies.asked == ["/rest-api/ms/EL/vat/094259216"]


@pytest.mark.parametrize("name", ["---", "", " ", None, 7])
async def test_some_member_states_tell_no_names(vies: FakeVies, name: object) -> None:
    vies.answer = VALID | {"name": name}
    assert await ViesRegister(vies.url).find("DE136695976") == Registration(None)


@pytest.mark.parametrize("error", ["INVALID", "INVALID_INPUT"])
async def test_what_it_does_not_know_is_not_registered(vies: FakeVies, error: str) -> None:
    vies.answer = {"isValid": False, "userError": error, "name": "---"}
    assert await ViesRegister(vies.url).find("DE999900008") is None


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (200, {"isValid": False, "userError": "MS_UNAVAILABLE"}, "MS_UNAVAILABLE"),
        (200, {"isValid": False, "userError": "MS_MAX_CONCURRENT_REQ"}, "MS_MAX_CONCURRENT_REQ"),
        (200, {"isValid": False}, "unreadable"),
        (200, [], "unreadable"),
        (200, b"<html>", "JSONDecodeError"),
        (301, VALID, "HTTPStatusError"),
        (500, VALID, "HTTPStatusError"),
    ],
)
async def test_whatever_is_no_answer_is_no_no(vies: FakeVies, status: int, answer: Any, reason: str) -> None:
    vies.status, vies.answer = status, answer
    with pytest.raises(RegisterAway) as away:
        await ViesRegister(vies.url).find("DE136695976")
    assert away.value.reason == reason


async def test_one_that_does_not_end_is_left(vies: FakeVies) -> None:
    vies.go_on.clear()
    began = time.monotonic()
    with pytest.raises(RegisterAway) as away:
        await ViesRegister(vies.url, seconds=0.2).find("DE136695976")
    assert away.value.reason == "TimeoutError"
    assert time.monotonic() - began < 5


async def test_one_that_is_not_there_is_away() -> None:
    with pytest.raises(RegisterAway) as away:
        await ViesRegister("http://127.0.0.1:1").find("DE136695976")
    assert away.value.reason == "ConnectError"


async def test_the_twin_answers_by_the_digits() -> None:
    ids = [TaxId("eu_vat", value) for value in ("DE136695976", "DE999900008", "DE888800006")]
    assert list(read_tax_ids(ids)) == ids
    twin = SandboxVatRegister()
    assert await twin.find("DE136695976") == Registration("Company DE136695976")
    assert await twin.find("DE999900008") is None
    with pytest.raises(RegisterAway):
        await twin.find("DE888800006")
