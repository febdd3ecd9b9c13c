"""Where pages begin, as the key inside a cursor: lists are sorted by a moment, then by id."""

from datetime import datetime

from foyer_shared.http.pages import InvalidCursor, PageRequest

from foyer_invoicing.domain.credit_note import CreditNote
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.customer_address import CustomerAddress
from foyer_invoicing.domain.draft import Draft
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.payment_plan import PaymentPlan
from foyer_invoicing.storage.place import Place
from foyer_invoicing.use_cases.read_case_files import CaseFile


def place_of(paging: PageRequest) -> Place | None:
    """Where the page that is asked for begins, None at the top; raises InvalidCursor."""
    if paging.after is None:
        return None
    moment, _, found_id = paging.after.partition(" ")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise InvalidCursor("The cursor does not come from this list.", field="cursor") from error
    if at.tzinfo is None:
        raise InvalidCursor("The cursor does not come from this list.", field="cursor")
    return at, found_id


def customer_key(customer: Customer) -> str:
    """The place of a customer."""
    return f"{customer.created_at.isoformat()} {customer.id}"


def address_key(address: CustomerAddress) -> str:
    """The place of an address in the history."""
    return f"{address.valid_from.isoformat()} {address.id}"


def order_key(order: Order) -> str:
    """The place of an order."""
    return f"{order.placed_at.isoformat()} {order.id}"


def credit_note_key(note: CreditNote) -> str:
    """The place of a credit note."""
    return f"{note.issued_at.isoformat()} {note.id}"


def invoice_key(invoice: Invoice) -> str:
    """The place of an invoice."""
    return f"{invoice.finalized_at.isoformat()} {invoice.id}"


def draft_key(draft: Draft) -> str:
    """The place of a draft."""
    return f"{draft.made_at.isoformat()} {draft.id}"


def case_key(file: CaseFile) -> str:
    """The place of a collection case."""
    return f"{file.case.opened_at.isoformat()} {file.case.id}"


def plan_key(plan: PaymentPlan) -> str:
    """The place of a payment plan."""
    return f"{plan.requested_at.isoformat()} {plan.id}"
