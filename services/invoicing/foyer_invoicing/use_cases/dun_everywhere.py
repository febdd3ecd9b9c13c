"""The job that finds the businesses with overdue invoices, reminders to send, and what is to be collected."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

import structlog
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_invoicing.domain.collection_settings import CaseOpening
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.collection_rules import CollectionRules
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.use_cases.advance_due_case import advance_due_case
from foyer_invoicing.use_cases.close_found_case import close_found_case
from foyer_invoicing.use_cases.collect_due_invoices import collect_due_invoices
from foyer_invoicing.use_cases.go_on_with_plan import go_on_with_plan
from foyer_invoicing.use_cases.mark_overdue_invoices import mark_overdue_invoices
from foyer_invoicing.use_cases.open_due_case import open_due_case
from foyer_invoicing.use_cases.remind_after_due_dates import remind_after_due_dates
from foyer_invoicing.use_cases.remind_before_due_dates import remind_before_due_dates

log: structlog.stdlib.BoundLogger = structlog.get_logger()

T = TypeVar("T")

_BATCH = 100

_IN_BATCHES = (
    mark_overdue_invoices,
    collect_due_invoices,
    remind_before_due_dates,
    remind_after_due_dates,
)
"""They pass over what another holds, and so wait for nobody with a hundred invoices locked."""


async def _paid_cases(work: Work) -> list[str]:
    """Of which nothing is open, in whatever way that came."""
    return await CollectionCases(work.session).list_to_settle(work.scope, limit=_BATCH)


async def _invoices_for_cases(work: Work) -> list[str]:
    """Where the business opens cases by itself. What was settled before is left to staff."""
    settings = await CollectionRules(work.session).settings(work.scope)
    if settings.opening is not CaseOpening.AUTOMATIC:
        return []
    today, days = await _today(work), settings.open_after_days
    invoices = Invoices(work.session)
    due = await invoices.list_to_open_cases_for(work.scope, today=today, days=days, limit=_BATCH)
    return [invoice.id for invoice in due]


async def _cases_with_due_plans(work: Work) -> list[str]:
    return await PaymentPlans(work.session).list_due(work.scope, today=await _today(work), limit=_BATCH)


async def _due_cases(work: Work) -> list[str]:
    """Those that are held or paid in instalments, or for which a payment is under way, wait."""
    cases = CollectionCases(work.session)
    return await cases.list_to_advance(work.scope, today=await _today(work), limit=_BATCH)


async def _today(work: Work) -> date:
    return (await Businesses(work.session).get(work.scope)).local_date(work.now)


_ONE_BY_ONE = (
    (_paid_cases, close_found_case),
    (_invoices_for_cases, open_due_case),
    (_cases_with_due_plans, go_on_with_plan),
    (_due_cases, advance_due_case),
)
"""They wait for a customer's balance or a series of numbers: found without a lock, then each in a transaction
of its own, where it is looked at again.
"""


async def dun_everywhere(database: Database, *, now: datetime) -> int:
    """One batch of each step of each business, whatever becomes of the others; how many things were done.
    `now` is real time; each business goes by its own clock.
    """
    async with database.session() as session:
        businesses = await Businesses(session).with_dunning_due_for_everyone(now)
    done = 0
    for business in businesses:
        origin = Origin(Scope(business.id), Actor.system("invoicing"), business.now(now))
        for step in _IN_BATCHES:
            done += await _attempt(database, origin, step) or 0
        for find, take in _ONE_BY_ONE:
            for found in await _attempt(database, origin, find) or ():
                done += await _attempt(database, origin, take, found) or 0
    return done


async def _attempt(
    database: Database, origin: Origin, step: Callable[..., Awaitable[T]], *found: str
) -> T | None:
    """None when it failed, which is reported."""
    try:
        async with database.work(origin) as work:
            return await step(work, *found)
    except Exception as error:
        if is_away(error):
            raise
        _report(origin, getattr(step, "__name__", ""), found, error)
    return None


def _report(origin: Origin, step: str, found: Sequence[str], error: Exception) -> None:
    job_items_failed.labels("invoicing", step).inc()
    log.error(
        "dunning_failed",
        business_id=origin.scope.business_id,
        step=step,
        found=[*found],
        **error_fields(error),
    )
