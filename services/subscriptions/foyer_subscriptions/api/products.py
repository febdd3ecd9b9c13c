"""The business's products."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.custom_fields import fields_of
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.product_answers import ProductAnswer
from foyer_subscriptions.api.product_bodies import ProductBody, ProductChangesBody
from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.create_product import create_product
from foyer_subscriptions.use_cases.update_product import update_product

router = APIRouter(prefix="/v1/products", tags=["products"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.post("", status_code=201, response_model=ProductAnswer)
async def create(body: ProductBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> ProductAnswer:
        policy = SelfServicePolicy(**body.self_service.changes())
        product = await create_product(
            work,
            name=body.name,
            description=body.description,
            tax_class=body.tax_class,
            supply=body.supply,
            custom_fields=fields_of(body.custom_fields),
            self_service=policy,
            billing=BillingPolicy(**body.billing.changes()),
        )
        return ProductAnswer.of(product)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(door: Reader, paging: Paging) -> Page[ProductAnswer]:
    async with door.reading() as work:
        found = await Products(work.session).list_page(work.scope, limit=paging.one_more, after=paging.after)
    return paging.page(found, key=lambda product: product.id, answer=ProductAnswer.of)


@router.get("/{product_id}")
async def read(product_id: str, door: Reader) -> ProductAnswer:
    async with door.reading() as work:
        return ProductAnswer.of(await Products(work.session).get(work.scope, product_id))


@router.patch("/{product_id}", response_model=ProductAnswer)
async def update(product_id: str, body: ProductChangesBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> ProductAnswer:
        product = await update_product(
            work,
            product_id,
            changes=body.changes(),
            self_service=body.self_service.changes(),
            billing=body.billing.changes(),
        )
        return ProductAnswer.of(product)

    return await door.once(effect)
