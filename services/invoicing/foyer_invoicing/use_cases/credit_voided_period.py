"""A period, or a change of plan, that should not have begun: all of its invoice is given back."""

from datetime import datetime

from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.credit_invoice import credit_invoice


async def credit_voided_period(
    work: Work, *, subscription_id: str, period_start: datetime, quote_id: str | None, reason: str
) -> None:
    """What was paid of it goes back to where it came from. Raises NotYet while the invoice is on its way."""
    invoices = Invoices(work.session)
    invoice = (
        await invoices.find_of_quote(work.scope, subscription_id, quote_id)
        if quote_id
        else await invoices.find_of_period(work.scope, subscription_id, period_start)
    )
    if invoice is None:
        raise NotYet(f"the invoice of {subscription_id} for {period_start.isoformat()} has not been made")
    if invoice.credited < invoice.totals.total:
        await credit_invoice(work, invoice.id, reason=reason, credit_to=CreditTo.REFUND)
