"""The job that finds the businesses with overdue invoices."""

from datetime import datetime

import structlog
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.use_cases.mark_overdue_invoices import mark_overdue_invoices

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def mark_overdue_everywhere(database: Database, *, now: datetime) -> int:
    """One batch of each business, in a transaction each, whatever becomes of the others; how many invoices
    were marked. `now` is real time; each business goes by its own clock.
    """
    async with database.session() as session:
        businesses = await Businesses(session).with_invoices_past_due_for_everyone(now)
    marked = 0
    for business in businesses:
        origin = Origin(Scope(business.id), Actor.system("invoicing"), business.now(now))
        try:
            async with database.work(origin) as work:
                overdue = await mark_overdue_invoices(work)
        except Exception as error:
            if is_away(error):
                raise
            _report(business.id, error)
        else:
            marked += overdue
    return marked


def _report(business_id: str, error: Exception) -> None:
    job_items_failed.labels("invoicing", "mark_overdue_invoices").inc()
    log.error("mark_overdue_failed", business_id=business_id, **error_fields(error))
