"""What a customer takes along, and what has to be settled before the account can be closed."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.basics.custom_fields import Value, shown_value
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Answer, Moment

from foyer_invoicing.api.answers import (
    CustomerAddressAnswer,
    DetailsAnswer,
    InvoiceAnswer,
    InvoiceDetailAnswer,
    OrderDetailAnswer,
)
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.export_customer import Export, export_customer

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
            invoices=[
                InvoiceDetailAnswer.complete(
                    InvoiceAnswer.to_customer(invoice), lines, export.payments.get(invoice.id, [])
                )
                for invoice, lines in export.invoices
            ],
        )


class BlockerAnswer(Answer):
    """One thing that is in the way of closing the account."""

    code: str
    amounts: list[Amount]


class BlockersAnswer(Answer):
    """All that is in the way; nothing is when it is empty."""

    blockers: list[BlockerAnswer]


@router.get("/export")
async def export(door: Reader) -> ExportAnswer:
    async with door.reading() as work:
        return ExportAnswer.of(await export_customer(work, str(work.scope.customer_id)))


@router.get("/closing-blockers")
async def closing_blockers(door: Reader) -> BlockersAnswer:
    async with door.reading() as work:
        owed = await Invoices(work.session).open_totals(work.scope)
    amounts = [Amount.of(total) for total in owed]
    return BlockersAnswer(blockers=[BlockerAnswer(code="open_invoices", amounts=amounts)] if owed else [])
