"""How the business collects what is overdue, by its hand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.storage.work import Work

from foyer_invoicing.api.collection_forms import CollectionSettingsAnswer, CollectionSettingsBody
from foyer_invoicing.storage.collection_rules import CollectionRules
from foyer_invoicing.use_cases.set_collection import set_collection

router = APIRouter(prefix="/v1/collection-settings", tags=["collection"])
Reader = Annotated[Door, Depends(business_door("invoicing:read"))]
Writer = Annotated[Door, Depends(business_door("invoicing:write"))]


@router.get("")
async def read(door: Reader) -> CollectionSettingsAnswer:
    async with door.reading() as work:
        return CollectionSettingsAnswer.of(await CollectionRules(work.session).settings(work.scope))


@router.put("", response_model=CollectionSettingsAnswer)
async def change(body: CollectionSettingsBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> CollectionSettingsAnswer:
        return CollectionSettingsAnswer.of(await set_collection(work, body.settings()))

    return await door.once(effect)
