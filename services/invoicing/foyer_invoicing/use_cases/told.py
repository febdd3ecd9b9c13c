"""How customers, orders, invoices and credit notes are told to the other services."""

from collections.abc import Sequence

from foyer_shared.basics.money import Money
from foyer_shared.contracts.addresses import AddressData
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.bank_accounts import BankAccountData
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import (
    CollectionCaseData,
    CreditNoteData,
    CustomerData,
    InstalmentData,
    InvoiceBalanceChanged,
    InvoiceData,
    InvoiceFinalized,
    InvoiceLineData,
    InvoicePaid,
    InvoicePaymentDue,
    InvoiceVoided,
    OrderData,
    OrderLineData,
    PaymentPlanData,
    RefundPartData,
)
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.collection_case import CollectionCase
from foyer_invoicing.domain.credit_note import CreditNote
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.payment_plan import Instalment, PaymentPlan
from foyer_invoicing.use_cases.read_case_files import CaseFile


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
                shipping=taxed.line.shipping,
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
        pending=invoice.pending,
        pay_to=BankAccountData.of(invoice.transfer_to) if invoice.transfer_to else None,
    )


def announce_of(work: Work, invoice: Invoice, event: Event) -> None:
    """Tell something of an invoice in its present version."""
    work.announce(event, subject=invoice.id, version=invoice.version, customer_id=invoice.customer_id)


def announce_payment_due(
    work: Work,
    invoice: Invoice,
    *,
    attempt: int,
    amount: Money | None = None,
    plan_id: str | None = None,
    instalment: int | None = None,
) -> None:
    """Ask for what is open of an invoice to be collected, or for an instalment of it."""
    event = InvoicePaymentDue(
        invoice=invoice_data(invoice),
        attempt=attempt,
        amount=Amount.of(amount or invoice.open),
        plan_id=plan_id,
        instalment=instalment,
    )
    announce_of(work, invoice, event)


def credit_note_data(note: CreditNote, invoice: Invoice) -> CreditNoteData:
    """The credit note, which never changes."""
    return CreditNoteData(
        credit_note_id=note.id,
        number=note.number,
        customer_id=note.customer_id,
        invoice_id=note.invoice_id,
        invoice_number=note.invoice_number,
        subscription_id=invoice.subscription_id,
        order_id=invoice.order_id,
        total=Amount.of(note.totals.total),
        settled=Amount.of(note.settled),
        to_balance=Amount.of(note.to_balance),
        refunds=tuple(
            RefundPartData(payment_id=part.payment_id, amount=Amount.of(part.amount))
            for part in note.refunds
            if part.refund_id is None
        ),
        issued_on=note.issued_on,
        reason=note.reason,
        refund_request_id=note.refund_request_id,
    )


def announce_change(work: Work, invoice: Invoice) -> None:
    """Tell that less is owed of it: that it is paid or void, or that a part is left."""
    told = invoice_data(invoice)
    event: InvoicePaid | InvoiceVoided | InvoiceBalanceChanged
    match invoice.status:
        case InvoiceStatus.PAID:
            event = InvoicePaid(invoice=told, collection=told.collection)
        case InvoiceStatus.VOID:
            event = InvoiceVoided(invoice=told)
        case _:
            event = InvoiceBalanceChanged(invoice=told)
    announce_of(work, invoice, event)


def announce_invoice(work: Work, invoice: Invoice, lines: Sequence[TaxedLine]) -> None:
    """Tell of a new invoice that it is final, and, when it was of nothing, that it is paid."""
    told, customer_id = invoice_data(invoice), invoice.customer_id
    finalized = InvoiceFinalized(
        invoice=told,
        lines=tuple(
            InvoiceLineData(
                line=number,
                description=taxed.line.description,
                quantity=taxed.line.quantity,
                net=Amount.of(taxed.net),
                tax=Amount.of(taxed.tax),
            )
            for number, taxed in enumerate(lines, start=1)
        ),
    )
    work.announce(finalized, subject=invoice.id, version=1, customer_id=customer_id)
    if invoice.status is InvoiceStatus.PAID:
        work.announce(
            InvoicePaid(invoice=told, collection=told.collection),
            subject=invoice.id,
            version=invoice.version,
            customer_id=customer_id,
        )


def case_data(file: CaseFile) -> CollectionCaseData:
    """The case after the change."""
    case = file.case
    return CollectionCaseData(
        case_id=case.id,
        number=case.number,
        customer_id=case.customer_id,
        invoice_id=case.invoice_id,
        invoice_number=file.invoice.number,
        subscription_id=file.invoice.subscription_id,
        stage=case.stage.value,
        amount=Amount.of(file.amount),
        fees=Amount.of(file.fees),
        due_on=file.invoice.due_on,
        days_overdue=file.days_overdue,
        pay_by=case.pay_by,
        named_fees=Amount.of(case.named_fee) if case.named_fee else None,
        external=case.external_at is not None,
        pay_to=account_of(file),
        reference=file.asked_of.number,
        instalment=instalment_data(file.instalment) if file.instalment else None,
    )


def account_of(file: CaseFile) -> BankAccountData | None:
    """Where the customer transfers what is open of a case."""
    return BankAccountData.of(file.transfer_to) if file.transfer_to else None


def announce_case(work: Work, case: CollectionCase, event: Event) -> None:
    """Tell something of a case in its present version."""
    work.announce(event, subject=case.id, version=case.version, customer_id=case.customer_id)


def plan_data(plan: PaymentPlan, invoice: Invoice) -> PaymentPlanData:
    """The plan after the change."""
    return PaymentPlanData(
        plan_id=plan.id,
        customer_id=plan.customer_id,
        invoice_id=plan.invoice_id,
        subscription_id=invoice.subscription_id,
        invoice_number=invoice.number,
        case_id=plan.case_id,
        total=Amount.of(plan.total),
        instalments=tuple(instalment_data(each) for each in plan.instalments),
    )


def instalment_data(instalment: Instalment) -> InstalmentData:
    """One instalment."""
    return InstalmentData(
        number=instalment.number, due_on=instalment.due_on, amount=Amount.of(instalment.amount)
    )


def announce_plan(work: Work, plan: PaymentPlan, event: Event, *, version: int | None = None) -> None:
    """Tell something of a plan, in its present version unless one is given."""
    work.announce(event, subject=plan.id, version=version or plan.version, customer_id=plan.customer_id)
