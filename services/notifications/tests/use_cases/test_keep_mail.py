"""The sandbox's mailbox: a repeat shows once, the newest are kept."""

from dataclasses import replace

import pytest
from foyer_notifications.domain.mail import Content, Mail
from foyer_notifications.gateways.mailbox import MailboxGateway
from foyer_notifications.storage.mailbox import Mailbox
from foyer_notifications.use_cases.keep_mail import KEPT_MAILS, keep_mail
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND


@pytest.fixture
def mail() -> Mail:
    """A mail to Ada."""
    return Mail(
        message_id="<msg_1@localhost>",
        business_id=NORTHWIND,
        kind="subscription_paused",
        to="Ada@example.com",
        language="en",
        sender_name="Northwind",
        reply_to="help@northwind.example",
        content=Content("Studio is paused", "Text", "<p>Text</p>"),
    )


async def test_a_repeat_shows_once(database: Database, mail: Mail) -> None:
    async def keep(mail: Mail) -> None:
        await keep_mail(database, mail)

    gateway = MailboxGateway(keep)
    await gateway.deliver(mail)
    await gateway.deliver(mail)
    async with database.session() as session:
        (kept,) = await Mailbox(session).newest_for_everyone(to=None, limit=10)
    assert (kept.id, kept.kind, kept.to) == ("msg_1", "subscription_paused", "Ada@example.com")
    assert kept.content == mail.content
    assert (real_now() - kept.sent_at).total_seconds() < 10


async def test_only_the_newest_are_kept(database: Database, mail: Mail) -> None:
    for number in range(5):
        await keep_mail(database, replace(mail, message_id=f"<msg_{number}@localhost>"), keep=3)
    async with database.session() as session:
        kept = await Mailbox(session).newest_for_everyone(to=None, limit=10)
    assert [each.id for each in kept] == ["msg_4", "msg_3", "msg_2"]


async def test_an_address_is_found_in_any_case(database: Database, mail: Mail) -> None:
    await keep_mail(database, mail)
    await keep_mail(database, replace(mail, message_id="<msg_2@localhost>", to="bob@example.com"))
    async with database.session() as session:
        found = await Mailbox(session).newest_for_everyone(to="ada@EXAMPLE.com", limit=10)
    assert [each.id for each in found] == ["msg_1"]


def test_a_thousand_mails_are_kept() -> None:
    assert KEPT_MAILS == 1000
