"""Many pauses and resumptions through the business API, as a program of the business would make them."""

import random
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Self
from uuid import uuid4

import httpx

from tests.e2e.waiting import wait_for

PATIENCE = 300
"""Seconds for which one command is tried again: longer than any fault lasts."""
GAP = 0.25
"""Seconds between two tries."""
PAGE = 100


class Load:
    """So many commands, a few at a time: each subscription in turn is paused, then resumed.

    `with` it begins, and the block's end waits until all is answered. Each command has an Idempotency-Key and
    is repeated with it until it is answered; a 503 and a broken connection are outages, every other refusal
    is an error, after which nothing more is tried. `subscriptions` counts those that have a turn, `answered`
    the commands, `pauses` the pauses among them, `replayed` those that had taken effect before they could be
    answered.
    """

    def __init__(
        self, url: str, api_key: str, *, pauses: int, seed: int, at_once: int = 4, resume: bool = True
    ) -> None:
        self._client = httpx.Client(
            base_url=f"{url}/v1", headers={"Authorization": f"Bearer {api_key}"}, timeout=30
        )
        self._pauses = pauses
        self._resume = resume
        self._chance = random.Random(seed)  # noqa: S311  It chooses where, and guards nothing.
        self._pool = ThreadPoolExecutor(at_once)
        self._run = uuid4().hex
        self._counting = threading.Lock()
        self._given_up = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._held_after: int | None = None
        self._work: list[Future[None]] = []
        self.subscriptions = 0
        self.pauses = 0
        self.answered = 0
        self.replayed = 0

    def __enter__(self) -> Self:
        """Begin; returns at once."""
        subscriptions = self._active_subscriptions()
        self._chance.shuffle(subscriptions)
        assert subscriptions if self._resume else self._pauses <= len(subscriptions)
        turns: dict[str, int] = {}
        for number in range(self._pauses):
            subscription = subscriptions[number % len(subscriptions)]
            turns[subscription] = turns.get(subscription, 0) + 1
        self.subscriptions = len(turns)
        self._work = [self._pool.submit(self._take_turns, *turn) for turn in turns.items()]
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait until all has been answered and raise what went wrong; after a failure, stop where it is."""
        try:
            if kind is None:
                wait(self._work)
        finally:
            self._given_up.set()
            self.go_on()
            self._pool.shutdown(cancel_futures=True)
            self._client.close()
        if kind is None:
            self._raise_failure()
            assert self.pauses == self._pauses

    def wait_for_pauses(self, count: int) -> None:
        """Return when so many pauses have been answered."""
        wait_for(lambda: self.pauses >= count or self._has_failed(), f"{count} pauses", seconds=PATIENCE)
        self._raise_failure()

    def hold(self, *, after: int = 0) -> None:
        """Let so many more commands be answered, then try nothing until `go_on`.

        What is in flight by then is answered too: one less than are done at once.
        """
        with self._counting:
            self._held_after = self.answered + after
            self._hold_if_due()

    def go_on(self) -> None:
        """After `hold`."""
        with self._counting:
            self._held_after = None
            self._may_go_on.set()

    def _hold_if_due(self) -> None:
        if self._held_after is not None and self.answered >= self._held_after:
            self._may_go_on.clear()

    def _take_turns(self, subscription: str, turns: int) -> None:
        try:
            for turn in range(turns):
                self._note(self._command(subscription, "pause", turn, {"when": "now"}), pauses=1)
                if self._resume:
                    self._note(self._command(subscription, "resume", turn, None))
        except BaseException:
            self._given_up.set()  # The others would only wait for the same.
            raise

    def _note(self, answer: httpx.Response, *, pauses: int = 0) -> None:
        with self._counting:
            self.answered += 1
            self.pauses += pauses
            self.replayed += "idempotent-replayed" in answer.headers
            self._hold_if_due()

    def _command(
        self, subscription: str, verb: str, turn: int, body: dict[str, Any] | None
    ) -> httpx.Response:
        headers = {"Idempotency-Key": f"{self._run} {subscription} {verb} {turn}"}
        end = time.monotonic() + PATIENCE
        while True:
            self._may_go_on.wait(PATIENCE)
            try:
                answer = self._client.post(
                    f"/subscriptions/{subscription}/{verb}", json=body, headers=headers
                )
            except httpx.TransportError as error:
                outage = repr(error)
            else:
                if answer.is_success:
                    return answer
                outage = f"{answer.status_code} {answer.text}"
                assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, outage
            assert not self._given_up.is_set(), f"another command has failed; this one: {outage}"
            assert time.monotonic() < end, f"{verb} of {subscription}: {outage}"
            time.sleep(GAP)

    def _active_subscriptions(self) -> list[str]:
        active: list[str] = []
        asked: dict[str, Any] = {"limit": PAGE}
        while True:
            page = self._client.get("/subscriptions", params=asked).raise_for_status().json()
            active += [each["id"] for each in page["data"] if each["status"] == "active"]
            if page["next_cursor"] is None:
                return sorted(active)
            asked["cursor"] = page["next_cursor"]

    def _has_failed(self) -> bool:
        return any(work.done() and work.exception() for work in self._work)

    def _raise_failure(self) -> None:
        for work in self._work:
            if work.done():
                work.result()
