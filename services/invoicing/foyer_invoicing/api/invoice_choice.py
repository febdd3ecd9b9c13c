"""What a list of invoices can be narrowed to, in the query of its address."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from foyer_invoicing.api.bodies import Id
from foyer_invoicing.domain.invoice_filter import InvoiceFilter


async def _choice(
    subscription_id: Id | None = None,
    issued_from: date | None = None,
    issued_until: date | None = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
) -> InvoiceFilter:
    """Both days count; `text` is part of the number or of what a line says."""
    return InvoiceFilter(
        subscription_id=subscription_id, issued_from=issued_from, issued_until=issued_until, text=text
    )


InvoiceChoice = Annotated[InvoiceFilter, Depends(_choice)]
