"""Messages that are nobody's to read again go after a month; those of customers stay."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from foyer_notifications.domain.bounces import BouncedAddress
from foyer_notifications.domain.message import Message
from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.use_cases.forget_old_messages import KEPT, forget_old_messages
from foyer_notifications.use_cases.send_account_closed import send_account_closed
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.envelope import Event
from foyer_shared.messaging.transport import Verdict
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import NORTHWIND, NOW, an_origin


@pytest.mark.usefixtures("known")
async def test_only_those_of_no_customer_go_and_only_after_a_month(
    database: Database,
    messages: Callable[[], Awaitable[list[Message]]],
    receive: Callable[..., Awaitable[Verdict]],
    causes: dict[str, Event],
    seal: Seal,
) -> None:
    await receive(causes["order_placed"])
    async with database.work(an_origin()) as work:
        closed = await send_account_closed(
            work, seal, to="ada@example.com", language="en", documents_kept_until=None
        )
    over = closed.recorded_at + KEPT
    assert await forget_old_messages(database, over) == 0
    assert len(await messages()) == 2
    later = over + timedelta(microseconds=1)
    assert [await forget_old_messages(database, later) for _ in range(2)] == [1, 0]
    assert [message.kind for message in await messages()] == ["order_placed"]


@pytest.mark.usefixtures("known")
async def test_a_mark_stays_while_the_address_is_a_customer_s(database: Database) -> None:
    async with database.session() as session:
        for address in ("ada@example.com", "nobody@example.com"):
            bounced = BouncedAddress(
                id=new_id("bnc"),
                business_id=NORTHWIND,
                address=address,
                message_id="msg_1",
                reason="the mail server answered 550",
                bounced_at=NOW,
            )
            await BouncedAddresses(session).add(bounced)
    assert await forget_old_messages(database, NOW + KEPT) == 0
    later = NOW + KEPT + timedelta(microseconds=1)
    assert [await forget_old_messages(database, later) for _ in range(2)] == [1, 0]
    async with database.session() as session:
        (left,) = await BouncedAddresses(session).list_page(Scope(NORTHWIND), before=None, limit=9)
    assert left.address == "ada@example.com"
