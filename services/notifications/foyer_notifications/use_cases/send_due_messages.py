"""Send what is due: claim a few messages, commit, then hand each to the gateway with no transaction open."""

import asyncio

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.reply_address import ReplyAddresses
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal

from foyer_notifications.domain.delivery import begin_try
from foyer_notifications.gateways.mail_gateway import MailGateway
from foyer_notifications.storage.messages import Messages
from foyer_notifications.use_cases.send_message import send_message

SIDE_BY_SIDE = 5
"""How many mails are under way at a time; all end well within the lease of `domain.delivery`."""


async def send_due_messages(
    database: Database, gateway: MailGateway, seal: Seal, replies: ReplyAddresses | None = None
) -> int:
    """How many were tried. Several processes may do this at once; each message is tried by one of them."""
    async with database.session() as session:
        messages = Messages(session)
        real = real_now()
        due = await messages.due_for_everyone(real, limit=SIDE_BY_SIDE)
        claimed = [begin_try(message, real) for message in due]
        for message in claimed:
            await messages.save(message)
    async with asyncio.TaskGroup() as group:
        for message in claimed:
            group.create_task(send_message(database, gateway, seal, message, replies))
    return len(claimed)
