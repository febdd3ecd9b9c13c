"""What a customer sees of their account, orders and invoices; only the portal calls these doors."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.basics.custom_fields import Editor
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.answers import (
    CustomerAddressAnswer,
    InvoiceAnswer,
    InvoiceDetailAnswer,
    OrderAnswer,
    OrderDetailAnswer,
    OverviewAnswer,
    ProfileAnswer,
)
from foyer_invoicing.api.bodies import OwnChangesBody
from foyer_invoicing.api.invoice_choice import InvoiceChoice
from foyer_invoicing.api.places import address_key, invoice_key, order_key, place_of
from foyer_invoicing.api.vat_lookup import Lookup
from foyer_invoicing.domain.invoice import ShownStatus
from foyer_invoicing.storage.addresses import Addresses
from foyer_invoicing.storage.customer_fields import CustomerFields
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.read_overview import read_overview
from foyer_invoicing.use_cases.update_customer import update_customer

router = APIRouter(prefix="/customer", tags=["customer"])
Reader = Annotated[Door, Depends(customer_door("invoicing:read"))]
Writer = Annotated[Door, Depends(customer_door("invoicing:write"))]


@router.get("/overview")
async def overview(door: Reader) -> OverviewAnswer:
    async with door.reading() as work:
        return OverviewAnswer.of(await read_overview(work))


@router.get("/profile")
async def profile(door: Reader) -> ProfileAnswer:
    async with door.reading() as work:
        return await _profile(door, work)


@router.patch("/profile", response_model=ProfileAnswer)
async def change_profile(body: OwnChangesBody, door: Writer, lookup: Lookup) -> JSONResponse:
    """The email is changed in another way: by a link that is opened."""

    async def effect(work: Work) -> ProfileAnswer:
        customer_id = str(work.scope.customer_id)
        await update_customer(
            work,
            customer_id,
            body.changes(),
            body.custom_fields,
            by=Editor.CUSTOMER,
            looks_up=lookup.on,
        )
        return await _profile(door, work)

    return await door.once(effect)


@router.get("/addresses")
async def list_addresses(door: Reader, paging: Paging) -> Page[CustomerAddressAnswer]:
    async with door.reading() as work:
        found = await Addresses(work.session).list_page(
            work.scope, str(work.scope.customer_id), limit=paging.one_more, after=place_of(paging)
        )
    return paging.page(found, key=address_key, answer=CustomerAddressAnswer.of)


@router.get("/invoices")
async def list_invoices(
    door: Reader, paging: Paging, choice: InvoiceChoice, status: ShownStatus | None = None
) -> Page[InvoiceAnswer]:
    async with door.reading() as work:
        found = await Invoices(work.session).list_page(
            work.scope,
            limit=paging.one_more,
            after=place_of(paging),
            chosen=replace(choice, status=status),
        )
    return paging.page(found, key=invoice_key, answer=InvoiceAnswer.to_customer)


@router.get("/invoices/{invoice_id}")
async def read_one_invoice(invoice_id: str, door: Reader) -> InvoiceDetailAnswer:
    async with door.reading() as work:
        whole = await read_invoice(work, invoice_id)
    return InvoiceDetailAnswer.of(InvoiceAnswer.to_customer(whole.invoice), whole)


@router.get("/orders")
async def list_orders(door: Reader, paging: Paging) -> Page[OrderAnswer]:
    async with door.reading() as work:
        found = await Orders(work.session).list_page(
            work.scope, limit=paging.one_more, after=place_of(paging)
        )
    return paging.page(found, key=order_key, answer=OrderAnswer.of)


@router.get("/orders/{order_id}")
async def read_one_order(order_id: str, door: Reader) -> OrderDetailAnswer:
    async with door.reading() as work:
        return OrderDetailAnswer.with_lines(*await Orders(work.session).get_with_lines(work.scope, order_id))


async def _profile(door: Door, work: Work) -> ProfileAnswer:
    customer = await Customers(work.session).get(work.scope, str(work.scope.customer_id))
    fields = await CustomerFields(work.session).get(work.scope)
    return ProfileAnswer.of(customer, fields, editable=door.caller.may("invoicing:write"))
