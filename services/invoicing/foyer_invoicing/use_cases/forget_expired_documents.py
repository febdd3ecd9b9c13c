"""The job that empties documents of anonymised customers when the law no longer wants them kept."""

from datetime import datetime

from foyer_shared.storage.database import Database

from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.storage.expired_documents import ExpiredDocuments

_BATCH = 50


async def forget_expired_documents(database: Database, store: PaperStore, *, now: datetime) -> int:
    """How many invoices were emptied; sums, numbers and bookings stay. `now` is real; each business goes by
    its own clock.

    Files go first and with no transaction open: whoever is cut off in between begins again. Several processes
    may do this at once.
    """
    async with database.session() as session:
        expired = ExpiredDocuments(session)
        due = await expired.due_for_everyone(now, limit=_BATCH)
        papers = await expired.papers_of(due)
    if not due:
        return 0
    for paper in papers:
        for file in (paper.pdf, paper.xml):
            if file:
                await store.delete(file)
    async with database.session() as session:
        return await ExpiredDocuments(session).forget(now, due)
