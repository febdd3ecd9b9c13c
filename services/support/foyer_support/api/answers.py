"""Tickets as JSON; their texts are as written, and whoever shows them escapes them."""

from datetime import datetime

from foyer_shared.http.models import Answer, Moment

from foyer_support.api.refund_forms import RefundRequestAnswer
from foyer_support.domain.attachment import Attachment
from foyer_support.domain.cancellation import Cancellation
from foyer_support.domain.status_change import actions
from foyer_support.domain.ticket import Ticket
from foyer_support.use_cases.read_tickets import WholeTicket


class TicketAnswer(Answer):
    """A ticket in a list."""

    id: str
    customer_id: str
    number: str
    subject: str
    category: str
    priority: str
    status: str
    subscription_id: str | None
    invoice_id: str | None
    order_id: str | None
    change_id: str | None
    """The cancellation that opened it, by its pending change's id."""
    payment_plan_id: str | None
    collection_case_id: str | None
    """The payment plan that was asked for and so opened it, and the case that it is for."""
    opened_at: Moment
    resolved_at: Moment | None
    version: int


class AttachmentAnswer(Answer):
    """A file; `size` is in bytes."""

    id: str
    name: str
    content_type: str
    size: int


class ReplyAnswer(Answer):
    """An answer on a ticket; `author` is the name of the side that wrote it, None until it is known here."""

    id: str
    by: str
    author: str | None
    text: str
    at: Moment
    attachments: list[AttachmentAnswer]


class LinkedServiceAnswer(Answer):
    """Something that ends with the subscription, to be seen to."""

    name: str
    url: str
    done: bool


class CancellationAnswer(Answer):
    """The request that opened the ticket; `reason` is a code of the business's list."""

    effective_at: Moment
    reason: str | None
    checklist: list[LinkedServiceAnswer]


class StepAnswer(Answer):
    """A move of the ticket, and what made it: `reply`, `by_customer`, `by_staff`, `cancellation_withdrawn`,
    `subscription_canceled`, `subscription_completed`, `refund_approved`, `refund_declined`,
    `refund_withdrawn`, `refund_settled`, `plan_approved`, `plan_declined` or `case_settled`.
    """

    status: str
    cause: str
    at: Moment


class WholeTicketAnswer(TicketAnswer):
    """A ticket with all that was written on it, and its history; no text where nothing was written."""

    opened_by: str
    author: str | None
    text: str
    attachments: list[AttachmentAnswer]
    """What came with the question."""
    cancellation: CancellationAnswer | None
    refund_request: RefundRequestAnswer | None
    """The one that opened it, with its credit note and refunds."""
    replies: list[ReplyAnswer]
    history: list[StepAnswer]


class CustomerTicketAnswer(WholeTicketAnswer):
    """The same for its customer, with what can be done: `reply`, `close`, `reopen`."""

    actions: list[str]


class OverviewAnswer(Answer):
    """Support's part of a customer's picture."""

    open_tickets: list[TicketAnswer]


class ExportAnswer(Answer):
    """All that support knows of a customer."""

    tickets: list[WholeTicketAnswer]


def ticket_answer(ticket: Ticket) -> TicketAnswer:
    """For both surfaces."""
    return TicketAnswer(
        id=ticket.id,
        customer_id=ticket.customer_id,
        number=ticket.number,
        subject=ticket.subject,
        category=ticket.category,
        priority=ticket.priority,
        status=ticket.status,
        subscription_id=ticket.links.subscription_id,
        invoice_id=ticket.links.invoice_id,
        order_id=ticket.links.order_id,
        change_id=ticket.cancellation and ticket.cancellation.change_id,
        payment_plan_id=ticket.plan and ticket.plan.plan_id,
        collection_case_id=ticket.plan and ticket.plan.case_id,
        opened_at=ticket.opened_at,
        resolved_at=ticket.resolved_at,
        version=ticket.version,
    )


def whole_ticket_answer(whole: WholeTicket) -> WholeTicketAnswer:
    """For both surfaces."""
    ticket, names = whole.ticket, whole.names
    return WholeTicketAnswer(
        **ticket_answer(ticket).model_dump(),
        opened_by=ticket.opened_by,
        author=names[ticket.opened_by],
        text=ticket.text,
        attachments=_with(whole, None),
        cancellation=_cancellation_answer(ticket.cancellation),
        refund_request=RefundRequestAnswer.of(whole.refund_request) if whole.refund_request else None,
        replies=[
            ReplyAnswer(
                id=reply.id,
                by=reply.by,
                author=names[reply.by],
                text=reply.text,
                at=reply.at,
                attachments=_with(whole, reply.id),
            )
            for reply in whole.replies
        ],
        history=[StepAnswer(status=step.status, cause=step.cause, at=step.at) for step in whole.steps],
    )


def attachment_answer(attachment: Attachment) -> AttachmentAnswer:
    """For both surfaces."""
    return AttachmentAnswer(
        id=attachment.id,
        name=attachment.name,
        content_type=attachment.content_type,
        size=attachment.size,
    )


def _with(whole: WholeTicket, reply_id: str | None) -> list[AttachmentAnswer]:
    return [attachment_answer(each) for each in whole.attachments if each.reply_id == reply_id]


def customer_ticket_answer(whole: WholeTicket, *, now: datetime) -> CustomerTicketAnswer:
    """For the customer alone."""
    return CustomerTicketAnswer(
        **whole_ticket_answer(whole).model_dump(),
        actions=[action.value for action in actions(whole.ticket, now=now)],
    )


def _cancellation_answer(cancellation: Cancellation | None) -> CancellationAnswer | None:
    if cancellation is None:
        return None
    return CancellationAnswer(
        effective_at=cancellation.effective_at,
        reason=cancellation.reason,
        checklist=[
            LinkedServiceAnswer(name=each.name, url=each.url, done=each.done)
            for each in cancellation.checklist
        ],
    )
