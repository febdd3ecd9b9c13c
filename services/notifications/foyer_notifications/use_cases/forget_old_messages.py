"""The job that drops messages that are nobody's to read again: codes, links, and the end of an account; and
what is known of addresses that are no customer's.
"""

from datetime import datetime, timedelta

from foyer_shared.storage.cleanup import BATCH
from foyer_shared.storage.database import Database

from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.storage.messages import Messages

KEPT = timedelta(days=30)
"""Long enough to see whether a mail went out; longer than any is tried."""


async def forget_old_messages(database: Database, now: datetime) -> int:
    """How many went. They have an address and no customer, so nobody would ever ask to forget them."""
    async with database.session() as session:
        messages = await Messages(session).forget_of_no_customer_for_everyone(now - KEPT, limit=BATCH)
        marks = await BouncedAddresses(session).forget_nobodys_for_everyone(now - KEPT, limit=BATCH)
        return messages + marks
