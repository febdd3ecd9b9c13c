"""A code on its way: sealed, once, never in plain text."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from foyer_notifications.domain.errors import BusinessNotKnownYet
from foyer_notifications.domain.message import Message, State
from foyer_notifications.storage.sealed_words import open_words
from foyer_notifications.use_cases.send_sign_in_code import WayIn, send_sign_in_code
from foyer_shared.contracts.portal import BusinessData, BusinessUpdated
from foyer_shared.messaging.transport import Verdict
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import CONTOSO, an_origin
from sqlalchemy import text

WAY_IN = WayIn(code="012345", link="http://localhost:8080/sign-in/link?t=abc", minutes=10)

Read = Callable[[], Awaitable[list[Message]]]


@pytest.mark.usefixtures("known")
async def test_the_words_lie_sealed(database: Database, messages: Read, seal: Seal) -> None:
    async with database.work(an_origin(causation_id="req_1")) as work:
        await send_sign_in_code(
            work, seal, to="ada@example.com", customer_id=None, language="nl", way_in=WAY_IN
        )

    (message,) = await messages()
    assert (message.kind, message.to, message.language) == ("sign_in_code", "ada@example.com", "nl")
    assert (message.state, message.cause) == (State.QUEUED, "req_1")
    assert message.give_up_at - message.recorded_at == timedelta(minutes=10)
    assert message.content.subject == "Inloggen bij Northwind"
    assert message.sealed is not None
    words = open_words(message.sealed, seal)
    assert "012345" in words.text
    assert WAY_IN.link in words.text
    assert "?t=abc" in words.html


@pytest.mark.usefixtures("known")
async def test_neither_code_nor_link_lies_in_the_table(database: Database, seal: Seal) -> None:
    async with database.work(an_origin()) as work:
        await send_sign_in_code(
            work, seal, to="ada@example.com", customer_id=None, language="en", way_in=WAY_IN
        )
    async with database.session() as session:
        row = await session.scalar(text("SELECT messages::text FROM notifications.messages"))
    assert "ada@example.com" in str(row)
    assert "012345" not in str(row)
    assert "t=abc" not in str(row)


@pytest.mark.usefixtures("known")
async def test_a_language_without_templates_becomes_the_businesss(
    database: Database, messages: Read, seal: Seal
) -> None:
    async with database.work(an_origin()) as work:
        await send_sign_in_code(
            work, seal, to="ada@example.com", customer_id=None, language="fr", way_in=WAY_IN
        )
    assert [message.language for message in await messages()] == ["nl"]


@pytest.mark.usefixtures("known")
async def test_a_held_business_keeps_no_code(
    database: Database,
    messages: Read,
    seal: Seal,
    receive: Callable[..., Awaitable[Verdict]],
    northwind: BusinessData,
) -> None:
    await receive(BusinessUpdated(business=northwind.model_copy(update={"mail": "held"})), version=2)
    async with database.work(an_origin()) as work:
        await send_sign_in_code(
            work, seal, to="ada@example.com", customer_id=None, language="en", way_in=WAY_IN
        )
    assert [(message.state, message.sealed) for message in await messages()] == [(State.HELD, None)]


@pytest.mark.usefixtures("known")
async def test_a_business_that_has_not_arrived(database: Database, messages: Read, seal: Seal) -> None:
    with pytest.raises(BusinessNotKnownYet):
        async with database.work(an_origin(CONTOSO)) as work:
            await send_sign_in_code(
                work, seal, to="ada@example.com", customer_id=None, language="en", way_in=WAY_IN
            )
    assert await messages() == []


def test_a_way_in_does_not_show_in_logs() -> None:
    assert repr(WAY_IN) == "WayIn(minutes=10)"
