"""`foyer deadletters`, on both buses."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.messaging.transport import Message, NoSuchDeadLetter
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND
from foyer_shared.testing.messaging import eventually

Foyer = Callable[..., Awaitable[Any]]
Story = dict[str, str]
ALL_READERS = "subscriptions, invoicing, payments, support, notifications, portal-bff, unroutable"

pytestmark = pytest.mark.parametrize("bus", ["in_process", "rabbitmq"])


async def _mails_of(system: Installation, event: str) -> int:
    (row,) = await system.sql("SELECT count(*) FROM notifications.messages WHERE cause = :event", event=event)
    return int(row["count"])


async def test_nothing_to_list(foyer: Foyer, story: Story) -> None:
    said = await foyer("deadletters", "list")
    assert (said.code, said.out, said.err) == (0, "No dead letters.\n", "")
    assert (await foyer("deadletters", "list", "--json")).json == []


async def test_a_list_names_reader_event_and_reason(foyer: Foyer, dead_ticket: str) -> None:
    said = await foyer("deadletters", "list", "--json")
    (letter,) = said.json
    assert letter.pop("since") is not None
    assert letter.pop("reason").startswith("ProgrammingError at customers.py:")
    assert letter == {
        "reader": "notifications",
        "id": dead_ticket,
        "event": "support.ticket.opened",
        "attempts": 5,
    }
    table = await foyer("deadletters", "list", "notifications")
    assert table.lines[0] == ["reader", "id", "event", "attempts", "since", "reason"]
    assert table.lines[1][:4] == ["notifications", dead_ticket, "support.ticket.opened", "5"]
    assert (await foyer("deadletters", "list", "portal-bff")).out == "No dead letters.\n"


async def test_show_says_everything_but_confidential_words(
    foyer: Foyer, dead_ticket: str, story: Story
) -> None:
    shown = (await foyer("deadletters", "show", "notifications", dead_ticket, "--json")).json
    assert (shown["attempts"], shown["envelope"]["subject"], shown["envelope"]["subjectversion"]) == (
        5,
        story["ticket"],
        1,
    )
    assert shown["envelope"]["actor"].startswith("login:")
    assert shown["data"] == {
        "ticket": {
            "ticket_id": story["ticket"],
            "number": "T-1001",
            "customer_id": story["customer"],
            "subject": "(confidential)",
            "category": "billing",
            "status": "open",
            "subscription_id": None,
            "change_id": None,
            "plan_id": None,
        },
        "declaration_id": None,
    }
    for_people = await foyer("deadletters", "show", "notifications", dead_ticket)
    assert "subjectversion (event)" in for_people.out
    assert '"subject": "(confidential)"' in for_people.out
    assert "secret" not in for_people.out


async def test_a_replayed_letter_is_handled_once(
    foyer: Foyer, system: Installation, dead_ticket: str
) -> None:
    said = await foyer("deadletters", "replay", "notifications", dead_ticket)
    assert (said.code, said.out) == (0, "Replayed 1 of notifications.\n")
    assert (await foyer("deadletters", "list", "--json")).json == []
    assert await _mails_of(system, dead_ticket) == 0

    await system.start()
    await eventually(lambda: _mails_of(system, dead_ticket))
    await system.settle()
    assert await _mails_of(system, dead_ticket) == 1


async def test_all_are_replayed(foyer: Foyer, system: Installation, dead_ticket: str) -> None:
    assert (await foyer("deadletters", "replay", "support", "--all")).out == "Replayed 0 of support.\n"
    said = await foyer("deadletters", "replay", "notifications", "--all")
    assert said.out == "Replayed 1 of notifications.\n"
    await system.start()
    await eventually(lambda: _mails_of(system, dead_ticket))


async def _make_old(system: Installation, event: str) -> None:
    """The dead letter is one of 30 days ago, and beside it lies one of 28."""
    letters = system.transport.dead_letters
    message = (await letters.show("notifications", event)).message
    await letters.drop("notifications", event)
    envelope = Envelope.model_validate_json(message.body)
    for identity, days in ((event, 30), ("evt_young", 28)):
        aged = envelope.model_copy(
            update={"id": identity, "time": envelope.time - timedelta(days=days), "type": "thing.happened"}
        )
        await system.transport.publish(
            [replace(message, id=identity, body=aged.model_dump_json(exclude_none=True).encode())]
        )
    await system.start()
    await system.settle()
    await system.stop()


async def test_what_no_inbox_would_know_is_replayed_by_force_alone(
    foyer: Foyer, system: Installation, dead_ticket: str
) -> None:
    await _make_old(system, dead_ticket)
    why = "older than 29 days: it may have taken effect meanwhile, and no inbox would know"

    said = await foyer("deadletters", "replay", "notifications", dead_ticket)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"{dead_ticket} is {why}. --force replays it all the same.\n"
    said = await foyer("deadletters", "replay", "notifications", "--all")
    assert (said.code, said.out) == (
        1,
        f"Replayed 1 of notifications.\nLeft 1 that are {why}. --force replays them all the same.\n",
    )
    (left,) = (await foyer("deadletters", "list", "notifications", "--json")).json
    assert left["id"] == dead_ticket

    said = await foyer("deadletters", "replay", "notifications", "--all", "--force")
    assert (said.code, said.out) == (0, "Replayed 1 of notifications.\n")
    assert (await foyer("deadletters", "list", "notifications", "--json")).json == []


async def test_a_drop_asks_first(foyer: Foyer, system: Installation, dead_ticket: str) -> None:
    said = await foyer("deadletters", "drop", "notifications", dead_ticket, answer="n\n")
    assert said.code == 1
    assert f"Drop support.ticket.opened {dead_ticket} of notifications?" in said.out
    assert len((await foyer("deadletters", "list", "--json")).json) == 1

    said = await foyer("deadletters", "drop", "notifications", dead_ticket, answer="y\n")
    assert (said.code, said.out.endswith(f"Dropped {dead_ticket} of notifications.\n")) == (0, True)
    assert (await foyer("deadletters", "list", "--json")).json == []


async def test_what_was_dropped_stays_away_and_counts_as_decided(
    foyer: Foyer, system: Installation, dead_ticket: str
) -> None:
    said = await foyer("deadletters", "drop", "notifications", dead_ticket, "--yes")
    assert (said.code, said.out) == (0, f"Dropped {dead_ticket} of notifications.\n")
    assert (await foyer("outbox", "replay", "support", "--id", dead_ticket)).code == 0
    await system.start()
    await system.settle()
    assert await _mails_of(system, dead_ticket) == 0
    assert (await foyer("invariants", "--wait", "0")).code == 0


async def test_what_nobody_reads_is_shown_without_its_data_and_goes_to_its_readers(
    foyer: Foyer, system: Installation, story: Story
) -> None:
    envelope = Envelope.model_validate(
        {
            "id": "evt_unroutable",
            "source": "/elsewhere",
            "type": "thing.happened",
            "time": "2026-03-10T09:30:00Z",
            "subject": "thing_1",
            "subjectversion": 1,
            "businessid": NORTHWIND,
            "actor": "system:test",
            "businesstime": "2026-03-10T09:30:00Z",
            "data": {"words": "secret"},
        }
    )
    await system.stop()
    message = Message(envelope.id, "elsewhere.thing.happened", envelope.model_dump_json().encode())
    await _publish_unread(system, message)
    (letter,) = (await foyer("deadletters", "list", "unroutable", "--json")).json
    assert (letter["id"], letter["reason"], letter["attempts"]) == ("evt_unroutable", "unroutable", 0)
    shown = (await foyer("deadletters", "show", "unroutable", "evt_unroutable", "--json")).json
    assert shown["data"] == "(not shown: no contract of this Foyer says that it may be)"
    await eventually(lambda: _drops(foyer, "unroutable", "evt_unroutable"))
    assert (await foyer("deadletters", "list", "unroutable", "--json")).json == []


async def _drops(foyer: Foyer, reader: str, letter: str) -> bool:
    """A busy broker gives back late what was only looked at."""
    with suppress(NoSuchDeadLetter):
        return bool((await foyer("deadletters", "drop", reader, letter, "--yes")).code == 0)
    return False


async def _publish_unread(system: Installation, message: Message) -> None:
    """The portal reads everything, so that it has to look away for a moment."""
    transport: Any = system.transport
    if hasattr(transport, "_connection"):
        async with transport._connection.channel() as channel:
            queue = await channel.get_queue("foyer.portal-bff")
            await queue.unbind("foyer.events", "#")
            await transport.publish([message])
            await queue.bind("foyer.events", "#")
        return
    await system.sql("UPDATE bus.local_bindings SET pattern = 'none' WHERE pattern = '#'")
    await transport.publish([message])
    await system.sql("UPDATE bus.local_bindings SET pattern = '#' WHERE pattern = 'none'")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("show", "billing", "evt_none"),
            f"There is no reader 'billing': {ALL_READERS}.",
        ),
        (("show", "support", "evt_none"), "support has no dead letter 'evt_none'."),
        (("replay", "support", "evt_none"), "support has no dead letter 'evt_none'."),
        (("drop", "support", "evt_none", "--yes"), "support has no dead letter 'evt_none'."),
        (("replay", "support"), "Name the id of one dead letter, or --all."),
        (("replay", "support", "evt_none", "--all"), "Name the id of one dead letter, or --all."),
    ],
)
async def test_a_mistake_is_one_line(
    foyer: Foyer, system: Installation, arguments: tuple[str, ...], line: str
) -> None:
    said = await foyer("deadletters", *arguments)
    assert (said.code, said.out, said.err) == (2, "", f"{line}\n")
