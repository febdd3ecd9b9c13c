"""Each invariant holds in a system that has settled, and shows its rows when it is broken."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_operator.invariants import INVARIANTS, Broken, broken_invariants
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND

Story = dict[str, str]
EventOf = Callable[[str], Awaitable[str]]
BOTH = pytest.mark.parametrize("bus", ["in_process", "rabbitmq"])
PAUSED = "subscriptions.subscription.paused"


async def _broken(system: Installation) -> list[Broken]:
    found = await broken_invariants(system.url, system.transport)
    return [Broken(each.name, [_without_times(row) for row in each.rows]) for each in found]


def _without_times(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.endswith("_at")}


@BOTH
async def test_all_hold_once_everything_has_arrived(system: Installation, story: Story) -> None:
    assert await _broken(system) == []
    assert len({invariant.name for invariant in INVARIANTS}) == len(INVARIANTS) == 15


async def test_an_event_that_was_not_sent(system: Installation, story: Story, event_of: EventOf) -> None:
    await system.stop()
    await system.sql("UPDATE subscriptions.outbox SET sent_at = NULL WHERE routing_key = :key", key=PAUSED)
    assert await _broken(system) == [
        Broken(
            "events_are_sent",
            [
                {
                    "service": "subscriptions",
                    "event": await event_of(PAUSED),
                    "routing_key": PAUSED,
                    "attempts": 1,
                }
            ],
        )
    ]
    await system.sql(
        "UPDATE subscriptions.outbox SET set_aside = 'too large' WHERE routing_key = :key", key=PAUSED
    )
    assert await _broken(system) == []


@BOTH
async def test_an_event_that_has_not_arrived(system: Installation, story: Story, event_of: EventOf) -> None:
    event = await event_of("support.ticket.opened")
    await system.sql("DELETE FROM notifications.inbox WHERE message_id = :event", event=event)
    assert await _broken(system) == [
        Broken(
            "events_arrive",
            [
                {
                    "service": "support",
                    "reader": "notifications",
                    "event": event,
                    "routing_key": "support.ticket.opened",
                }
            ],
        )
    ]


@BOTH
async def test_an_event_that_is_parked_is_not_lost(
    system: Installation, story: Story, event_of: EventOf
) -> None:
    event = await event_of("subscriptions.product.created")
    await system.stop()
    await system.sql("DELETE FROM portal.inbox WHERE message_id = :event", event=event)
    await system.sql("ALTER TABLE portal.picture_counters RENAME TO away")
    await system.sql("UPDATE subscriptions.outbox SET sent_at = NULL WHERE message_id = :event", event=event)
    await system.start()
    await system.settle()
    await system.sql("ALTER TABLE portal.away RENAME TO picture_counters")
    (letter,) = await system.transport.dead_letters.list_dead("portal-bff")
    assert letter.message.id == event
    assert await _broken(system) == []

    await system.transport.dead_letters.drop("portal-bff", event)
    assert [each.name for each in await _broken(system)] == ["events_arrive"]


SECOND_MAIL = """
    INSERT INTO notifications.messages SELECT (jsonb_populate_record(
        messages, '{"id": "msg_2", "to_address": "grace@example.com"}'
    )).* FROM notifications.messages WHERE cause = :event
"""
SECOND_LINE = """
    INSERT INTO portal.history SELECT (jsonb_populate_record(history, '{"event_id": "evt_2"}')).*
    FROM portal.history WHERE event_id = :event
"""


@pytest.mark.parametrize(
    ("change", "mails"),
    [
        (SECOND_MAIL, ["sent", "sent"]),
        ("DELETE FROM notifications.messages WHERE cause = :event", []),
        ("UPDATE notifications.messages SET state = 'queued' WHERE cause = :event", ["queued"]),
        ("UPDATE notifications.messages SET state = 'sending' WHERE cause = :event", ["sending"]),
        ("UPDATE notifications.messages SET state = 'failed' WHERE cause = :event", ["failed"]),
    ],
)
async def test_a_pause_without_a_mail_that_was_sent_and_one_with_two(
    system: Installation, story: Story, event_of: EventOf, change: str, mails: list[str]
) -> None:
    event = await event_of(PAUSED)
    await system.sql(change, event=event)
    row = {"event": event, "subscription": story["subscription"], "mails": mails}
    assert await _broken(system) == [Broken("a_pause_has_one_mail", [row])]
    await system.sql("DELETE FROM subscriptions.outbox")  # A week later the history alone knows of the event.
    assert await _broken(system) == [Broken("a_pause_has_one_mail", [row])]


async def test_a_mail_that_is_held_is_one(system: Installation, story: Story) -> None:
    await system.sql("UPDATE notifications.messages SET state = 'held'")
    assert await _broken(system) == []


async def test_pauses_are_not_summed_up(system: Installation, story: Story, event_of: EventOf) -> None:
    """Of two pauses one has two mails and the other none."""
    event = await event_of(PAUSED)
    await system.sql(SECOND_LINE, event=event)
    await system.sql(SECOND_MAIL, event=event)
    await system.sql("UPDATE portal.history SET at = at + interval '1 s' WHERE event_id = 'evt_2'")
    await system.sql(
        """
        INSERT INTO subscriptions.pending_changes SELECT (jsonb_populate_record(
            pending_changes, jsonb_build_object(
                'id', 'chg_2', 'state', 'applied', 'requested_at', requested_at + interval '1 s'
            )
        )).* FROM subscriptions.pending_changes
        """
    )
    paused = {"subscription": story["subscription"]}
    assert await _broken(system) == [
        Broken(
            "a_pause_has_one_mail",
            [
                {"event": event, **paused, "mails": ["sent", "sent"]},
                {"event": "evt_2", **paused, "mails": []},
            ],
        )
    ]


async def test_a_pause_without_a_line(system: Installation, story: Story, event_of: EventOf) -> None:
    event, paused = await event_of(PAUSED), {"subscription": story["subscription"]}
    await system.sql("DELETE FROM portal.history WHERE event_id = :event", event=event)
    assert await _broken(system) == [Broken("a_pause_has_one_history_line", [{"event": event, **paused}])]
    await system.sql("DELETE FROM subscriptions.outbox")  # A week later.
    assert await _broken(system) == [Broken("a_pause_is_told_once", [{**paused, "pauses": 1, "events": []}])]


async def test_a_pause_with_two_lines(system: Installation, story: Story, event_of: EventOf) -> None:
    event, paused = await event_of(PAUSED), {"subscription": story["subscription"]}
    await system.sql(SECOND_LINE, event=event)
    assert await _broken(system) == [
        Broken("a_pause_is_told_once", [{**paused, "pauses": 1, "events": [event, "evt_2"]}]),
        Broken("a_pause_has_one_mail", [{"event": "evt_2", **paused, "mails": []}]),
    ]


async def test_an_event_without_its_pause(system: Installation, story: Story, event_of: EventOf) -> None:
    await system.sql("DELETE FROM subscriptions.pending_changes")
    row = {"subscription": story["subscription"], "pauses": 0, "events": [await event_of(PAUSED)]}
    assert await _broken(system) == [Broken("a_pause_is_told_once", [row])]


@pytest.mark.parametrize(
    ("change", "copy", "columns"),
    [
        ("SET name = 'Eve'", "support.customers", ["name"]),
        ("SET version = 0, email = 'eve@example.com'", "portal.customers", ["version", "email"]),
        (None, "notifications.customers", None),
        ("SET version = 0", "notifications.customers", ["version"]),
        ("SET country = 'XX', company = true", "subscriptions.customers", ["country", "company"]),
        ("SET zone = 'UTC'", "subscriptions.businesses", ["zone"]),
        ("SET importing = true", "invoicing.businesses", ["importing"]),
        (None, "payments.businesses", None),
        ("SET name = 'Eastwind'", "support.businesses", ["name"]),
        ("SET accent = '#000000'", "notifications.businesses", ["accent"]),
    ],
)
async def test_a_copy_that_is_not_what_its_owner_has(
    system: Installation, story: Story, change: str | None, copy: str, columns: list[str] | None
) -> None:
    await system.sql(f"UPDATE {copy} {change}" if change else f"TRUNCATE {copy}")
    identity = NORTHWIND if copy.endswith("businesses") else story["customer"]
    row = {"copy": copy, "id": identity, "how": "differs" if change else "missing", "columns": columns}
    assert await _broken(system) == [Broken("copies_equal_owner", [row])]


async def test_a_copy_of_what_its_owner_does_not_have(system: Installation, story: Story) -> None:
    await system.sql("INSERT INTO subscriptions.payment_methods VALUES ('pm_1', 1, 'biz_1', 'cus_1')")
    row = {"copy": "subscriptions.payment_methods", "id": "pm_1", "how": "not the owner's", "columns": None}
    assert await _broken(system) == [Broken("copies_equal_owner", [row])]


async def test_an_invoice_whose_standing_is_not_known(system: Installation, story: Story) -> None:
    await system.sql("UPDATE invoicing.invoices SET subscription_id = 'sub_1'")
    assert await _broken(system) == []
    await system.sql(
        "INSERT INTO subscriptions.invoice_standings VALUES (:id, 2, :business, 'sub_1', true)",
        id=story["invoice"],
        business=NORTHWIND,
    )
    row = {
        "copy": "subscriptions.invoice_standings",
        "id": story["invoice"],
        "how": "differs",
        "columns": ["overdue"],
    }
    assert await _broken(system) == [Broken("copies_equal_owner", [row])]


async def test_open_amounts_and_orders(system: Installation, story: Story) -> None:
    unbooked = """
        DELETE FROM invoicing.journal_lines USING invoicing.journal_entries
        WHERE entry_id = id AND occasion = 'payment_received' AND account = 'receivable'
        RETURNING entry_id
    """
    (entry,) = await system.sql(unbooked)
    row = {
        "invoice": story["invoice"],
        "status": "paid",
        "currency": "EUR",
        "total": 2420,
        "open": 0,
        "receivable": 2420,
    }
    assert await _broken(system) == [
        Broken("entries_come_to_zero", [{"entry": entry["entry_id"], "currency": "EUR", "amount": 2420}]),
        Broken("open_amounts_are_receivable", [row]),
    ]

    await system.sql("DELETE FROM invoicing.journal_lines WHERE entry_id = :entry", entry=entry["entry_id"])
    await system.sql("DELETE FROM invoicing.journal_entries WHERE id = :entry", entry=entry["entry_id"])
    await system.sql("UPDATE invoicing.invoices SET open = 2420, status = 'open' WHERE order_id IS NOT NULL")
    row = {"order": story["order"], "status": "paid", "invoice": story["invoice"], "invoice_status": "open"}
    assert await _broken(system) == [Broken("orders_stand_as_their_invoices", [row])]


@pytest.mark.parametrize(
    ("status", "stands"), [("fulfilled", True), ("placed", False), ("canceled", False), ("refunded", False)]
)
async def test_an_order_whose_invoice_is_paid(
    system: Installation, story: Story, status: str, *, stands: bool
) -> None:
    await system.sql("UPDATE invoicing.orders SET status = :status", status=status)
    row = {"order": story["order"], "status": status, "invoice": story["invoice"], "invoice_status": "paid"}
    broken = [one for one in await _broken(system) if one.name == "orders_stand_as_their_invoices"]
    assert broken == ([] if stands else [Broken("orders_stand_as_their_invoices", [row])])


async def test_numbers_with_a_gap(system: Installation, story: Story) -> None:
    await system.sql("UPDATE invoicing.number_series SET last = last + 1 WHERE series = 'invoice'")
    await system.sql("UPDATE invoicing.papers SET number = 'NW-R-2026-00002' WHERE kind = 'receipt'")
    await system.sql(
        "INSERT INTO invoicing.number_series (business_id, series, year, last)"
        " SELECT business_id, 'collection_case', 0, 1001"
        " FROM invoicing.number_series WHERE series = 'invoice'"
    )
    await system.sql("UPDATE support.tickets SET number = 'T-1003'")
    business = {"business": NORTHWIND}
    assert await _broken(system) == [
        Broken(
            "numbers_are_gapless",
            [
                {"series": "collection_case", **business, "year": 0, "number": 1001, "how": "missing"},
                {"series": "invoice", **business, "year": 2026, "number": 3, "how": "missing"},
                {"series": "receipt", **business, "year": 2026, "number": 1, "how": "missing"},
                {"series": "receipt", **business, "year": 2026, "number": 2, "how": "never drawn"},
                {"series": "ticket", **business, "year": 0, "number": 1001, "how": "missing"},
                {"series": "ticket", **business, "year": 0, "number": 1003, "how": "never drawn"},
            ],
        )
    ]
