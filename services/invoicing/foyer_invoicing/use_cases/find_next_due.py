"""Find when the clock of a business next makes something happen to its invoices and what became of them."""

from datetime import date, datetime

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.business import BusinessNotHere
from foyer_invoicing.domain.collection_settings import CaseOpening
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.collection_rules import CollectionRules
from foyer_invoicing.storage.dunning import Dunning
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payment_plans import PaymentPlans


async def find_next_due(work: Work) -> datetime | None:
    """The next try of a charge or the end of them, else the start of a day on which a job has something to
    do.
    """
    try:
        business = await Businesses(work.session).get(work.scope)
    except BusinessNotHere:
        return None
    if business.importing:
        return None
    charge = await Collectings(work.session).next_at(work.scope)
    starts = [business.start_of(day) for day in await _days_to_come(work)]
    return min(starts + ([charge] if charge else []), default=None)


async def _days_to_come(work: Work) -> list[date]:
    """After due dates, of reminders, of cases that are opened or go on, of plans."""
    invoices = Invoices(work.session)
    dunning = await Dunning(work.session).settings(work.scope)
    collection = await CollectionRules(work.session).settings(work.scope)
    days: list[date | None] = [
        *await invoices.days_to_come(
            work.scope, before=dunning.remind_before_days, after=dunning.remind_after_days
        ),
        await CollectionCases(work.session).day_to_come(work.scope),
        await PaymentPlans(work.session).day_to_come(work.scope),
    ]
    if collection.opening is CaseOpening.AUTOMATIC:
        days.append(await invoices.case_day_to_come(work.scope, after=collection.open_after_days))
    return [day for day in days if day]
