"""A customer asks for the money of a paid invoice, or a part of it."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.contracts.support import RefundRequestOpened, TicketOpened
from foyer_shared.storage.work import Work

from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
from foyer_support.domain.priorities import Priority
from foyer_support.domain.refund_refusals import RefundRequestOpen
from foyer_support.domain.refund_request import RefundRequest, refund_subject
from foyer_support.domain.refundable import LineToRefund
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.domain.ticket_number import ticket_number
from foyer_support.domain.words import written
from foyer_support.storage.invoices import Invoices
from foyer_support.storage.languages import language_of
from foyer_support.storage.number_series import NumberSeries
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.storage.tickets import Tickets
from foyer_support.use_cases.refund_request_data import refund_request_data
from foyer_support.use_cases.ticket_data import ticket_data


async def open_refund_request(
    work: Work,
    invoice_id: str,
    *,
    reason: str,
    amount: Money | None = None,
    lines: Sequence[LineToRefund] = (),
) -> RefundRequest:
    """All that is left without an amount and lines. It opens a ticket about the invoice.

    Raises TextMalformed, InvoiceNotHere, RefundRequestOpen, and what `Refundable` refuses.
    """
    reason = written(reason, field="reason")
    requests = RefundRequests(work.session)
    # Its lock lets one in at a time.
    invoice = await Invoices(work.session).get(work.scope, invoice_id, lock=True)
    portion = invoice.portion(amount, lines)
    if await requests.is_one_open(work.scope, invoice_id):
        raise RefundRequestOpen(f"There is a request for {invoice.number} already.")
    language = await language_of(work.session, work.scope, invoice.customer_id)
    ticket = Ticket(
        id=new_id("tkt"),
        business_id=work.scope.business_id,
        customer_id=invoice.customer_id,
        subject=refund_subject(invoice.number, language),
        category=Category.REFUND,
        priority=Priority.NORMAL,
        text=reason,
        links=Links(invoice_id=invoice.id),
        opened_by=Side.CUSTOMER,
        opened_at=work.now,
        number=ticket_number(await NumberSeries(work.session).draw(work.scope)),
    )
    await Tickets(work.session).add(ticket)
    request = RefundRequest(
        id=new_id("rrq"),
        business_id=work.scope.business_id,
        customer_id=invoice.customer_id,
        ticket_id=ticket.id,
        ticket_number=ticket.number,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        reason=reason,
        asked=portion,
        requested_at=work.now,
    )
    await requests.add(request)
    work.announce(
        TicketOpened(ticket=ticket_data(ticket)),
        subject=ticket.id,
        version=ticket.version,
        customer_id=ticket.customer_id,
    )
    work.announce(
        RefundRequestOpened(request=refund_request_data(request), reason=reason),
        subject=request.id,
        version=request.version,
        customer_id=request.customer_id,
    )
    return request
