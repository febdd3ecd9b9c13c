"""What a customer takes along, and what has to be settled before the account can be closed."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.basics.custom_fields import Value, shown_value
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Answer, Moment
from pydantic import Field

from foyer_invoicing.api.answers import (
    CustomerAddressAnswer,
    DetailsAnswer,
    InvoiceAnswer,
    InvoiceDetailAnswer,
    OrderDetailAnswer,
)
from foyer_invoicing.api.balance_forms import BalanceChangeAnswer
from foyer_invoicing.api.collection_forms import CaseDetailAnswer, PaymentPlanAnswer
from foyer_invoicing.api.credit_note_forms import CreditNoteDetailAnswer
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.use_cases.export_customer import Export, export_customer
from foyer_invoicing.use_cases.look_before_leaving import look_before_leaving

router = APIRouter(prefix="/customer", tags=["customer"])
Reader = Annotated[Door, Depends(customer_door("invoicing:read"))]


class ExportedCustomer(DetailsAnswer):
    """The account with the custom fields that its customer sees."""

    custom_fields: dict[str, Value | None]
    created_at: Moment


class ExportAnswer(Answer):
    """All that invoicing knows of a customer, the newest first."""

    customer: ExportedCustomer
    addresses: list[CustomerAddressAnswer]
    orders: list[OrderDetailAnswer]
    invoices: list[InvoiceDetailAnswer]
    credit_notes: list[CreditNoteDetailAnswer]
    balances: list[Amount]
    balance_changes: list[BalanceChangeAnswer]
    collection_cases: list[CaseDetailAnswer]
    payment_plans: list[PaymentPlanAnswer]

    @classmethod
    def of(cls, export: Export) -> "ExportAnswer":
        customer = export.customer
        details = DetailsAnswer.model_validate(customer, from_attributes=True)
        shown = {
            field.key: shown_value(field, customer.custom_fields) for field in export.fields if field.shown
        }
        return cls(
            customer=ExportedCustomer(**dict(details), custom_fields=shown, created_at=customer.created_at),
            addresses=[CustomerAddressAnswer.of(address) for address in export.addresses],
            orders=[OrderDetailAnswer.with_lines(order, lines) for order, lines in export.orders],
            invoices=[_invoice(export, invoice, lines) for invoice, lines in export.invoices],
            credit_notes=[
                CreditNoteDetailAnswer.with_lines(note, lines) for note, lines in export.credit_notes
            ],
            balances=[Amount.of(balance) for balance in export.balances],
            balance_changes=[BalanceChangeAnswer.of(change) for change in export.balance_changes],
            collection_cases=[CaseDetailAnswer.complete(file) for file in export.cases],
            payment_plans=[PaymentPlanAnswer.of(plan) for plan in export.plans],
        )


def _invoice(export: Export, invoice: Invoice, lines: tuple[TaxedLine, ...]) -> InvoiceDetailAnswer:
    return InvoiceDetailAnswer.complete(
        InvoiceAnswer.to_customer(invoice),
        lines,
        export.payments.get(invoice.id, []),
        of=invoice,
        from_balance=export.from_balance(invoice),
        made=export.papers,
        case=export.case_of(invoice),
        collects_at=export.collects_at.get(invoice.id),
    )


class UnfinishedOrderAnswer(Answer):
    """One that is to be paid, or to be delivered."""

    id: str
    number: str


class BlockerAnswer(Answer):
    """One kind of thing that is in the way of closing the account."""

    code: str
    amounts: list[Amount]
    orders: list[UnfinishedOrderAnswer] = Field(default_factory=list)


class BlockersAnswer(Answer):
    """All that is in the way; nothing is when it is empty."""

    blockers: list[BlockerAnswer]
    documents_kept_until: date | None
    """By law; null when there are no documents."""


@router.get("/export")
async def export(door: Reader) -> ExportAnswer:
    async with door.reading() as work:
        return ExportAnswer.of(await export_customer(work, str(work.scope.customer_id)))


@router.get("/closing-blockers")
async def closing_blockers(door: Reader) -> BlockersAnswer:
    async with door.reading() as work:
        leaving = await look_before_leaving(work, str(work.scope.customer_id))
    amounts = {
        "payment_under_way": leaving.under_way,
        "open_dispute": leaving.disputed,
        "open_invoices": leaving.owed,
        "credit": leaving.credit,
    }
    blockers = [
        BlockerAnswer(code=code, amounts=[Amount.of(amount) for amount in found])
        for code, found in amounts.items()
        if found
    ]
    if leaving.unfinished_orders:
        orders = [UnfinishedOrderAnswer(id=one.id, number=one.number) for one in leaving.unfinished_orders]
        blockers.append(BlockerAnswer(code="unfinished_orders", amounts=[], orders=orders))
    return BlockersAnswer(blockers=blockers, documents_kept_until=leaving.documents_kept_until)
