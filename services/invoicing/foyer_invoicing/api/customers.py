"""Customers, by the business's hand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_invoicing.api.answers import CustomerAddressAnswer, CustomerAnswer
from foyer_invoicing.api.bodies import CustomerBody, CustomerChangesBody
from foyer_invoicing.api.places import address_key, customer_key, place_of
from foyer_invoicing.api.vat_lookup import Lookup
from foyer_invoicing.storage.addresses import Addresses
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.use_cases.anonymize_customer import anonymize_customer
from foyer_invoicing.use_cases.create_customer import create_customer
from foyer_invoicing.use_cases.update_customer import update_customer

router = APIRouter(prefix="/v1/customers", tags=["customers"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.post("", status_code=201, response_model=CustomerAnswer)
async def create(body: CustomerBody, door: Writer, lookup: Lookup) -> JSONResponse:
    async def effect(work: Work) -> CustomerAnswer:
        customer = await create_customer(work, **body.details(), looks_up=lookup.on)
        return CustomerAnswer.of(customer)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(door: Reader, paging: Paging) -> Page[CustomerAnswer]:
    async with door.reading() as work:
        found = await Customers(work.session).list_page(
            work.scope, limit=paging.one_more, after=place_of(paging)
        )
    return paging.page(found, key=customer_key, answer=CustomerAnswer.of)


@router.get("/{customer_id}")
async def read(customer_id: str, door: Reader) -> CustomerAnswer:
    async with door.reading() as work:
        return CustomerAnswer.of(await Customers(work.session).get(work.scope, customer_id))


@router.patch("/{customer_id}", response_model=CustomerAnswer)
async def update(customer_id: str, body: CustomerChangesBody, door: Writer, lookup: Lookup) -> JSONResponse:
    async def effect(work: Work) -> CustomerAnswer:
        customer = await update_customer(
            work, customer_id, body.changes(), body.custom_fields, looks_up=lookup.on
        )
        return CustomerAnswer.of(customer)

    return await door.once(effect)


@router.get("/{customer_id}/addresses")
async def list_addresses(customer_id: str, door: Reader, paging: Paging) -> Page[CustomerAddressAnswer]:
    """Which addresses the customer has and had, the newest first."""
    async with door.reading() as work:
        customer = await Customers(work.session).get(work.scope, customer_id)
        found = await Addresses(work.session).list_page(
            work.scope, customer.id, limit=paging.one_more, after=place_of(paging)
        )
    return paging.page(found, key=address_key, answer=CustomerAddressAnswer.of)


@router.post("/{customer_id}/anonymize", response_model=CustomerAnswer)
async def anonymize(customer_id: str, door: Writer) -> JSONResponse:
    """Forget who the customer was, once nothing is open any more; documents stay."""

    async def effect(work: Work) -> CustomerAnswer:
        return CustomerAnswer.of(await anonymize_customer(work, customer_id))

    return await door.once(effect)
