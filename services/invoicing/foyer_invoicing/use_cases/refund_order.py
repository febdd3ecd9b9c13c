"""What an order's invoice gave back is told of the order, so that what it entitles to can follow."""

from collections.abc import Sequence

from foyer_shared.contracts.invoicing import OrderRefunded
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditNote
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.told import order_data


async def refund_order(
    work: Work,
    invoice: Invoice,
    note: CreditNote,
    lines: Sequence[TaxedLine],
    *,
    former: Sequence[TaxedLine],
) -> None:
    """Tell which of its lines came back with this credit note: those that it names, and, once all money is
    given back, whatever had not come back before. `invoice` is as the note left it.
    """
    orders = Orders(work.session)
    order, bought = await orders.get_with_lines(work.scope, str(invoice.order_id))
    order = await orders.get_for_update(work.scope, order.id)
    whole = invoice.credited == invoice.totals.total
    refunded = order.refunded(whole=whole, at=work.now)
    await orders.save(refunded)
    told = order_data(refunded, bought)
    before = _quantities(former)
    now = _quantities(lines)
    came_back = []
    for line in told.lines:
        left = line.quantity - before.get(line.line, 0)
        quantity = left if whole else now.get(line.line, 0)
        if quantity:
            came_back.append(line.model_copy(update={"quantity": quantity}))
    work.announce(
        OrderRefunded(order=told, refund_id=note.id, lines=tuple(came_back)),
        subject=refunded.id,
        version=refunded.version,
        customer_id=refunded.customer_id,
    )


def _quantities(lines: Sequence[TaxedLine]) -> dict[int, int]:
    found: dict[int, int] = {}
    for taxed in lines:
        if taxed.line.of_line:
            found[taxed.line.of_line] = found.get(taxed.line.of_line, 0) + taxed.line.quantity
    return found
