"""License keys: those of the business, and the calls of programs that have one."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, internal_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.entitlement_answers import KeyCallAnswer, LicenseKeyAnswer
from foyer_subscriptions.api.entitlement_bodies import ActivateCallBody, DeviceCallBody, ValidateCallBody
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.use_cases.activate_license_key import activate_license_key
from foyer_subscriptions.use_cases.deactivate_license_key import deactivate_license_key
from foyer_subscriptions.use_cases.read_license_key import read_license_key
from foyer_subscriptions.use_cases.revoke_grant import revoke_grant
from foyer_subscriptions.use_cases.show_grants import show_grants

router = APIRouter(prefix="/v1/license-keys", tags=["license-keys"])
calls = APIRouter(prefix="/internal/license-keys", tags=["license-keys"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]
Program = Annotated[Door, Depends(internal_door("subscriptions:write"))]


@router.get("")
async def list_all(door: Reader, paging: Paging) -> Page[LicenseKeyAnswer]:
    async with door.reading() as work:
        keys = await LicenseKeys(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after
        )
        grants = await Grants(work.session).get_many(work.scope, [key.grant_id for key in keys])
        shown = await show_grants(work, [grants[key.grant_id] for key in keys])
    return paging.page(
        shown,
        key=lambda one: one.license_key.id if one.license_key else "",
        answer=LicenseKeyAnswer.of_grant,
    )


@router.get("/{license_key_id}")
async def read(license_key_id: str, door: Reader) -> LicenseKeyAnswer:
    async with door.reading() as work:
        key = await LicenseKeys(work.session).get(work.scope, license_key_id)
        (shown,) = await show_grants(work, [await Grants(work.session).get(work.scope, key.grant_id)])
        return LicenseKeyAnswer.of_grant(shown)


@router.post("/{license_key_id}/revoke", response_model=LicenseKeyAnswer)
async def revoke(license_key_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> LicenseKeyAnswer:
        key = await LicenseKeys(work.session).get(work.scope, license_key_id)
        (shown,) = await show_grants(work, [await revoke_grant(work, key.grant_id)])
        return LicenseKeyAnswer.of_grant(shown)

    return await door.once(effect)


@calls.post("/activate", response_model=KeyCallAnswer)
async def activate(body: ActivateCallBody, door: Program) -> JSONResponse:
    async def effect(work: Work) -> KeyCallAnswer:
        found = await activate_license_key(work, body.license_key, instance=body.instance, name=body.name)
        return KeyCallAnswer.of(found, body.instance)

    return await door.once(effect)


@calls.post("/validate")
async def validate(body: ValidateCallBody, door: Program) -> KeyCallAnswer:
    async with door.reading() as work:
        return KeyCallAnswer.of(await read_license_key(work, body.license_key), body.instance)


@calls.post("/deactivate", response_model=KeyCallAnswer)
async def deactivate(body: DeviceCallBody, door: Program) -> JSONResponse:
    async def effect(work: Work) -> KeyCallAnswer:
        found = await deactivate_license_key(work, body.license_key, instance=body.instance)
        return KeyCallAnswer.of(found, body.instance)

    return await door.once(effect)
