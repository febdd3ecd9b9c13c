"""The job that finds the businesses with reminders to send and with invoices and cases to collect."""

from datetime import datetime

import structlog
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.use_cases.advance_due_cases import advance_due_cases
from foyer_invoicing.use_cases.close_paid_cases import close_paid_cases
from foyer_invoicing.use_cases.collect_due_invoices import collect_due_invoices
from foyer_invoicing.use_cases.go_on_with_plans import go_on_with_plans
from foyer_invoicing.use_cases.open_due_cases import open_due_cases
from foyer_invoicing.use_cases.remind_after_due_dates import remind_after_due_dates
from foyer_invoicing.use_cases.remind_before_due_dates import remind_before_due_dates

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_STEPS = (
    collect_due_invoices,
    remind_before_due_dates,
    remind_after_due_dates,
    close_paid_cases,
    open_due_cases,
    go_on_with_plans,
    advance_due_cases,
)


async def dun_everywhere(database: Database, *, now: datetime) -> int:
    """One batch of each step of each business, in a transaction each, whatever becomes of the others; how
    many invoices there were. `now` is real time; each business goes by its own clock.
    """
    async with database.session() as session:
        businesses = await Businesses(session).with_dunning_due_for_everyone(now)
    done = 0
    for business in businesses:
        origin = Origin(Scope(business.id), Actor.system("invoicing"), business.now(now))
        for step in _STEPS:
            try:
                async with database.work(origin) as work:
                    found = await step(work)
            except Exception as error:
                if is_away(error):
                    raise
                _report(business.id, step.__name__, error)
            else:
                done += found
    return done


def _report(business_id: str, step: str, error: Exception) -> None:
    job_items_failed.labels("invoicing", step).inc()
    log.error("dunning_failed", business_id=business_id, step=step, **error_fields(error))
