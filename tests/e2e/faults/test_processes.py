"""A process is killed at the worst moment, or cannot do it: nothing is lost, nothing happens twice."""

import json
import random

import pytest
from foyer_shared.messaging.transport import DELAYS, TRIES

from tests.e2e.faults.dying import after_commit, between_commit_and_ack, between_confirm_and_mark
from tests.e2e.faults.failing import (
    QUICK,
    active_subscriptions,
    effects,
    failed_tries,
    gaps,
    no_mail_of_a_pause_for,
    pause,
    quick_delays,
)
from tests.e2e.faults.fleet import PATIENCE, Doom, Fleet
from tests.e2e.faults.healing import (
    count_handled,
    count_paused,
    count_untried,
    end_leases,
    outbox_rows,
    paused_events,
    relay_backends,
    wait_until_healed,
)
from tests.e2e.faults.load_of_work import Load
from tests.e2e.faults.seeds import IS_LONG
from tests.e2e.faults.servers import Servers
from tests.e2e.waiting import wait_for

pytestmark = pytest.mark.faults

PAUSES = 20
READERS = ("notifications", "portal-bff")
"""Those that handle what becomes of a subscription."""


def test_a_relay_dies_between_confirm_and_mark(fleet: Fleet, seed: int) -> None:
    before = count_paused(fleet.database_url)
    fleet.kill("subscriptions worker")
    fleet.start_doomed("subscriptions worker", Doom(between_confirm_and_mark, _between(1, 20, seed)))

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        confirmed = fleet.wait_for_doom("subscriptions worker")
        unmarked = outbox_rows(fleet.database_url, confirmed)
        assert [row["sent_at"] for row in unmarked] == [None] * len(confirmed)
        wait_for(
            lambda: (
                [count_handled(fleet.database_url, reader, confirmed) for reader in READERS]
                == [len(confirmed)] * len(READERS)
            ),
            "the readers to handle what was confirmed, for which they need no relay",
            seconds=PATIENCE,
        )
        seen_before = _repeats(fleet)
        fleet.start("subscriptions worker")
        fleet.wait_until_ready("subscriptions worker")
    wait_until_healed(fleet)

    assert _repeats(fleet) == {reader: seen + len(confirmed) for reader, seen in seen_before.items()}
    assert count_paused(fleet.database_url) - before == load.pauses == PAUSES


def test_a_consumer_dies_between_commit_and_ack(fleet: Fleet, seed: int) -> None:
    before = count_paused(fleet.database_url)
    fleet.kill("notifications all")
    fleet.start_doomed("notifications all", Doom(between_commit_and_ack, _between(1, 20, seed)))

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        committed = fleet.wait_for_doom("notifications all")
        assert count_handled(fleet.database_url, "notifications", committed) == len(committed) == 1
        end_leases(fleet.database_url)
        fleet.start("notifications all")
        fleet.wait_until_ready("notifications all")
    wait_until_healed(fleet)

    assert fleet.repeated("notifications") >= 1  # Others that were at work at that moment come again, too.
    assert count_paused(fleet.database_url) - before == load.pauses == PAUSES


def test_a_service_dies_after_its_commit(fleet: Fleet, seed: int) -> None:
    before = count_paused(fleet.database_url)
    fleet.stop_parts("subscriptions worker")  # No relay is there to send anything before the death.
    fleet.kill("subscriptions api")
    doom = Doom(after_commit, _between(1, 12, seed))
    fleet.start_doomed("subscriptions api", doom)

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed, at_once=1) as load:
        fleet.wait_for_doom("subscriptions api")
        assert (load.answered, count_untried(fleet.database_url)) == (doom.number - 1, doom.number)
        fleet.start_missing()
    wait_until_healed(fleet)

    assert load.replayed == 1  # What had committed took effect once, and its repeat was answered.
    assert count_paused(fleet.database_url) - before == load.pauses == PAUSES


def test_two_relays_take_turns_and_one_that_dies_is_replaced(fleet: Fleet, seed: int) -> None:
    before, seen_before = count_paused(fleet.database_url), _repeats(fleet)
    first = relay_backends(fleet.database_url)
    assert len(first) == 1
    fleet.start("subscriptions worker 2")
    fleet.wait_until_ready("subscriptions worker 2")

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed):
        pass
    wait_until_healed(fleet)
    assert relay_backends(fleet.database_url) == first
    assert _repeats(fleet) == seen_before  # Nothing was sent twice.

    with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed) as load:
        load.wait_for_pauses(_between(1, PAUSES // 2, seed))
        fleet.kill("subscriptions worker")
    wait_until_healed(fleet)
    (second,) = relay_backends(fleet.database_url)
    assert [second] != first
    assert count_paused(fleet.database_url) - before == 2 * PAUSES


def test_a_consumer_fails_until_its_message_is_dead(servers: Servers, fleet: Fleet, seed: int) -> None:
    reader, before = fleet.parts["notifications all"], paused_events(fleet.database_url)
    if not IS_LONG:
        quick_delays(servers.rabbitmq, "notifications")

    subscription = random.Random(seed).choice(active_subscriptions(fleet))  # noqa: S311  As below.
    with no_mail_of_a_pause_for(fleet, subscription["customer_id"]):
        pause(fleet, subscription["id"])
        (event,) = paused_events(fleet.database_url) - before
        wait_for(lambda: failed_tries(reader, event), "the first try to fail", seconds=PATIENCE)
        with Load(fleet.url, fleet.api_key, pauses=PAUSES, seed=seed):
            pass
        others = list(paused_events(fleet.database_url) - before - {event})
        wait_for(
            lambda: count_handled(fleet.database_url, "notifications", others) == PAUSES,
            "what came behind it to be handled",
            seconds=PATIENCE,
        )
        assert len(failed_tries(reader, event)) < TRIES  # It held up nobody.

        wait_for(lambda: _dead(fleet), "it to be a dead letter", seconds=PATIENCE)
        assert count_handled(fleet.database_url, "notifications", [event]) == 0
        assert effects(fleet, event) == {"mails": 0, "lines": 1}
    tries = failed_tries(reader, event)
    assert [each["attempt"] for each in tries] == list(range(1, TRIES + 1))
    delays = DELAYS if IS_LONG else QUICK
    assert all(gap >= delay for gap, delay in zip(gaps(tries), delays, strict=True)), gaps(tries)

    (letter,) = json.loads(fleet.operate("deadletters", "list", "--json"))
    assert (letter["reader"], letter["id"], letter["attempts"]) == ("notifications", event, TRIES)
    assert letter["reason"].startswith("IntegrityError at messages.py:")
    assert fleet.operate("deadletters", "replay", "notifications", event) == "Replayed 1 of notifications.\n"
    wait_until_healed(fleet)
    assert count_handled(fleet.database_url, "notifications", [event]) == 1
    assert effects(fleet, event) == {"mails": 1, "lines": 1}


def _repeats(fleet: Fleet) -> dict[str, int]:
    return {reader: fleet.repeated(reader) for reader in READERS}


def _dead(fleet: Fleet) -> int:
    return sum(backlog.get("dead", 0) for backlog in fleet.backlogs())


def _between(least: int, most: int, seed: int) -> int:
    return random.Random(seed).randint(least, most)  # noqa: S311  It chooses a moment, and guards nothing.
