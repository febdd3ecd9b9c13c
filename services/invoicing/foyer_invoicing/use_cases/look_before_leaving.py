"""What is in the way of closing an account, and what the law keeps of it."""

from dataclasses import dataclass, replace
from datetime import date

from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.retention import kept_until
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.businesses import Businesses
from foyer_invoicing.storage.invoices import Invoices


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is in the way of closing, and until when documents stay; None when there are none."""

    owed: list[Money]
    credit: list[Money]
    documents_kept_until: date | None


async def look_before_leaving(work: Work, customer_id: str) -> Leaving:
    """Of one customer of the scope's business."""
    scope = replace(work.scope, customer_id=customer_id)
    invoices = Invoices(work.session)
    last = await invoices.last_issued_on(scope)
    business = await Businesses(work.session).get(scope)
    return Leaving(
        owed=await invoices.open_totals(scope),
        credit=await Balances(work.session).list_of(scope, customer_id),
        documents_kept_until=kept_until(last, business.country) if last else None,
    )
