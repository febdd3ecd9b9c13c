"""What the business's products grant."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.entitlement_answers import EntitlementAnswer, KeysAddedAnswer
from foyer_subscriptions.api.entitlement_bodies import (
    EntitlementBody,
    EntitlementChangesBody,
    LicenseKeysBody,
)
from foyer_subscriptions.domain.entitlement import Entitlement
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.use_cases.add_license_keys import add_license_keys
from foyer_subscriptions.use_cases.archive_entitlement import archive_entitlement
from foyer_subscriptions.use_cases.create_entitlement import create_entitlement
from foyer_subscriptions.use_cases.update_entitlement import update_entitlement

router = APIRouter(prefix="/v1/products/{product_id}/entitlements", tags=["entitlements"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.post("", status_code=201, response_model=EntitlementAnswer)
async def create(product_id: str, body: EntitlementBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> EntitlementAnswer:
        entitlement = await create_entitlement(
            work, product_id, kind=body.kind, name=body.name, terms=body.terms
        )
        return EntitlementAnswer.of(entitlement)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(product_id: str, door: Reader, paging: Paging) -> Page[EntitlementAnswer]:
    async with door.reading() as work:
        product = await Products(work.session).get(work.scope, product_id)
        found = await Entitlements(work.session).list_page(
            work.scope, product.id, limit=paging.one_more, after=paging.after
        )
        answers = {answer.id: answer for answer in await _answers(work, found)}
    return paging.page(found, key=lambda one: one.id, answer=lambda one: answers[one.id])


@router.get("/{entitlement_id}")
async def read(product_id: str, entitlement_id: str, door: Reader) -> EntitlementAnswer:
    async with door.reading() as work:
        found = await Entitlements(work.session).get(work.scope, product_id, entitlement_id)
        return (await _answers(work, [found]))[0]


@router.patch("/{entitlement_id}", response_model=EntitlementAnswer)
async def update(
    product_id: str, entitlement_id: str, body: EntitlementChangesBody, door: Writer
) -> JSONResponse:
    async def effect(work: Work) -> EntitlementAnswer:
        changed = await update_entitlement(work, product_id, entitlement_id, name=body.name, terms=body.terms)
        return (await _answers(work, [changed]))[0]

    return await door.once(effect)


@router.delete("/{entitlement_id}", response_model=EntitlementAnswer)
async def archive(product_id: str, entitlement_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> EntitlementAnswer:
        return (await _answers(work, [await archive_entitlement(work, product_id, entitlement_id)]))[0]

    return await door.once(effect)


@router.post("/{entitlement_id}/keys", status_code=201, response_model=KeysAddedAnswer)
async def add_keys(product_id: str, entitlement_id: str, body: LicenseKeysBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> KeysAddedAnswer:
        added = await add_license_keys(work, product_id, entitlement_id, body.keys)
        return KeysAddedAnswer(added=added, known=len(body.keys) - added)

    return await door.once(effect, status=201)


async def _answers(work: Work, found: Sequence[Entitlement]) -> list[EntitlementAnswer]:
    ids = [entitlement.id for entitlement in found]
    left = await LicenseKeys(work.session).count_waiting(work.scope, ids)
    waiting = await Grants(work.session).count_pending(work.scope, ids)
    return [
        EntitlementAnswer.of(one, keys_left=left.get(one.id, 0), waiting=waiting.get(one.id, 0))
        for one in found
    ]
