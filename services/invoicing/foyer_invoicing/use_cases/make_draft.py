"""A business writes down what it will invoice."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.draft import Draft
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.sale import Sale
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.drafts import Drafts
from foyer_invoicing.use_cases.price_sale import price_sale


async def make_draft(
    work: Work, *, customer_id: str, sale: Sale, asked: Mapping[str, Any]
) -> tuple[Draft, tuple[TaxedLine, ...]]:
    """Nobody is told of it. Raises what `price_sale` raises."""
    customer, taxed = await price_sale(work, customer_id=customer_id, sale=sale)
    draft = Draft(
        id=new_id("inv"),
        business_id=customer.business_id,
        customer_id=customer.id,
        totals=totals_of(taxed),
        asked=asked,
        made_at=work.now,
        changed_at=work.now,
    )
    await Drafts(work.session).add(draft, taxed)
    return draft, taxed
