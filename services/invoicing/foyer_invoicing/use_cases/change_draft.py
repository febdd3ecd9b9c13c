"""A business changes what it will invoice."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.draft import Draft
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.sale import Sale
from foyer_invoicing.domain.totals import totals_of
from foyer_invoicing.storage.drafts import Drafts
from foyer_invoicing.use_cases.price_sale import price_sale


async def change_draft(
    work: Work, draft: Draft, *, customer_id: str, sale: Sale, asked: Mapping[str, Any]
) -> tuple[Draft, tuple[TaxedLine, ...]]:
    """Whoever calls has locked it. Raises what `price_sale` raises."""
    customer, taxed = await price_sale(work, customer_id=customer_id, sale=sale)
    changed = replace(
        draft, customer_id=customer.id, totals=totals_of(taxed), asked=asked, changed_at=work.now
    )
    await Drafts(work.session).save(changed, taxed)
    return changed, taxed
