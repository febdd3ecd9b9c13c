"""The job that drops files that nothing came with within a day, and those of forgotten customers."""

from datetime import timedelta

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.cleanup import BATCH
from foyer_shared.storage.database import Database

from foyer_support.gateways.attachment_store import AttachmentStore
from foyer_support.storage.attachments import Attachments

WAITS = timedelta(days=1)


async def sweep_attachments(database: Database, store: AttachmentStore) -> int:
    """One batch; how many went. What is known of a file goes after the file: one that cannot be dropped now
    is tried again.
    """
    async with database.session() as session:
        unwanted = await Attachments(session).claim_unwanted_for_everyone(real_now() - WAITS, limit=BATCH)
    for attachment_id in unwanted:
        await store.drop(attachment_id)
        async with database.session() as session:
            await Attachments(session).remove_for_everyone(attachment_id)
    return len(unwanted)
