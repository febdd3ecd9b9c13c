"""The job that finds the businesses with overdue invoices."""

from datetime import datetime

from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database

from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.use_cases.mark_overdue_invoices import mark_overdue_invoices


async def mark_overdue_everywhere(database: Database, *, now: datetime) -> int:
    """One batch of each business, in a transaction each; how many invoices were marked."""
    async with database.session() as session:
        businesses = await Businesses(session).with_invoices_past_due_for_everyone(now)
    marked = 0
    for business in businesses:
        origin = Origin(Scope(business.id), Actor.system("invoicing"), now)
        async with database.work(origin) as work:
            marked += await mark_overdue_invoices(work)
    return marked
