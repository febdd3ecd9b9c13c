"""How customers, orders and invoices are told to the other services."""

from collections.abc import Sequence

from foyer_shared.contracts.addresses import AddressData
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CustomerData,
    InvoiceData,
    InvoiceFinalized,
    InvoicePaid,
    InvoicePaymentDue,
    OrderData,
    OrderLineData,
)
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order


def customer_data(customer: Customer) -> CustomerData:
    """The customer as others need to know it."""
    return CustomerData(
        customer_id=customer.id,
        name=customer.name,
        email=customer.email,
        company=customer.company,
        language=customer.language,
        country=customer.country,
        billing_address=AddressData.of(customer.billing_address) if customer.billing_address else None,
        shipping_address=AddressData.of(customer.shipping_address) if customer.shipping_address else None,
    )


def order_data(order: Order, lines: Sequence[TaxedLine]) -> OrderData:
    """The order after the change, with what it is for."""
    return OrderData(
        order_id=order.id,
        number=order.number,
        customer_id=order.customer_id,
        total=Amount.of(order.totals.total),
        invoice_id=order.invoice_id,
        lines=tuple(
            OrderLineData(
                line=number,
                description=taxed.line.description,
                quantity=taxed.line.quantity,
                product_id=taxed.line.product_id,
            )
            for number, taxed in enumerate(lines, start=1)
        ),
    )


def invoice_data(invoice: Invoice) -> InvoiceData:
    """The invoice after the change."""
    return InvoiceData(
        invoice_id=invoice.id,
        number=invoice.number,
        customer_id=invoice.customer_id,
        order_id=invoice.order_id,
        subscription_id=invoice.subscription_id,
        change_id=invoice.change_id,
        quote_id=invoice.quote_id,
        total=Amount.of(invoice.totals.total),
        open=Amount.of(invoice.open),
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        collection=invoice.collection.value,
    )


def announce_of(work: Work, invoice: Invoice, event: Event) -> None:
    """Tell something of an invoice in its present version."""
    work.announce(event, subject=invoice.id, version=invoice.version, customer_id=invoice.customer_id)


def announce_payment_due(work: Work, invoice: Invoice, *, attempt: int) -> None:
    """Ask for what is open of an invoice to be collected."""
    event = InvoicePaymentDue(invoice=invoice_data(invoice), attempt=attempt, amount=Amount.of(invoice.open))
    announce_of(work, invoice, event)


def announce_invoice(work: Work, invoice: Invoice) -> None:
    """Tell of a new invoice that it is final, and, when it was of nothing, that it is paid."""
    told, customer_id = invoice_data(invoice), invoice.customer_id
    work.announce(InvoiceFinalized(invoice=told), subject=invoice.id, version=1, customer_id=customer_id)
    if invoice.status is InvoiceStatus.PAID:
        work.announce(
            InvoicePaid(invoice=told, collection=told.collection),
            subject=invoice.id,
            version=invoice.version,
            customer_id=customer_id,
        )
