"""Pictures of products: from the business into the store, and to whoever looks at the portal."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from foyer_shared.http.door import Door, business_door, internal_door
from foyer_shared.http.parts import part

from foyer_subscriptions.api.product_answers import ProductAnswer
from foyer_subscriptions.domain.picture import checked_alt
from foyer_subscriptions.gateways.picture_store import PictureStore
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.use_cases.add_picture import add_picture
from foyer_subscriptions.use_cases.remove_picture import remove_picture

Uploader = Annotated[Door, Depends(business_door("subscriptions:write", streamed=True))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]
Fetcher = Annotated[Door, Depends(internal_door("subscriptions:read"))]
Store = Annotated[PictureStore, Depends(part(PictureStore))]


router = APIRouter(tags=["products"])


@router.post("/v1/products/{product_id}/images", status_code=201, response_model=ProductAnswer)
async def upload(
    product_id: str,
    alt: Annotated[str, Query(max_length=1_000)],
    request: Request,
    door: Uploader,
    store: Store,
) -> JSONResponse:
    text = checked_alt(alt)
    async with door.reading() as work:
        await Products(work.session).get(work.scope, product_id)
    picture = await store.keep(request.stream(), alt=text)
    try:
        async with door.writing() as work:
            product = await add_picture(work, product_id, picture)
    except BaseException:
        await store.drop(picture)
        raise
    return JSONResponse(ProductAnswer.of(product).model_dump(mode="json"), 201)


@router.delete("/v1/products/{product_id}/images/{picture_id}")
async def remove(product_id: str, picture_id: str, door: Writer, store: Store) -> ProductAnswer:
    async with door.writing() as work:
        product, gone = await remove_picture(work, product_id, picture_id)
    await store.drop(gone)
    return ProductAnswer.of(product)


@router.get("/internal/product-images/{picture_id}")
async def show(picture_id: str, door: Fetcher, store: Store) -> Response:
    async with door.reading() as work:
        picture = await Products(work.session).picture(work.scope, picture_id)
    return Response(await store.read(picture), media_type=picture.content_type)
