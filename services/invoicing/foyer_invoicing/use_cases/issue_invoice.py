"""A business charges a customer for something that was not ordered here."""

from collections.abc import Sequence

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.finalize_invoice import DEFAULT_DUE_DAYS
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import Line, TaxedLine
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.draw_up_invoice import draw_up_invoice
from foyer_invoicing.use_cases.told import announce_invoice


async def issue_invoice(
    work: Work,
    *,
    customer_id: str,
    lines: Sequence[Line],
    subscription_id: str | None = None,
    due_days: int = DEFAULT_DUE_DAYS,
) -> tuple[Invoice, tuple[TaxedLine, ...]]:
    """The invoice is final at once. Raises what `draw_up_invoice` raises."""
    invoice, taxed = await draw_up_invoice(
        work,
        customer_id=customer_id,
        lines=lines,
        order_id=None,
        subscription_id=subscription_id,
        due_days=due_days,
    )
    await Invoices(work.session).add(invoice, taxed)
    announce_invoice(work, invoice)
    return invoice, taxed
