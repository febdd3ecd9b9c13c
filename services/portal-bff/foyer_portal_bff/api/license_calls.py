"""Calls of a vendor's programs, which have only the business's id and a license key."""

from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from foyer_shared.basics.origin import Actor
from foyer_shared.http.callers import Caller, Surface
from foyer_shared.http.models import Body, showing
from pydantic import Field

from foyer_portal_bff.api.fields import RepeatKey
from foyer_portal_bff.api.portal import PortalHere, mark_of
from foyer_portal_bff.use_cases.count_license_call import count_license_call
from foyer_portal_bff.use_cases.read_business_time import read_business_time

router = APIRouter(prefix="/v1/license-keys", tags=["license-keys"])

PROGRAM = Actor.system("license_call")
_Short = Annotated[str, Field(min_length=1, max_length=200)]


class LicenseCall(StrEnum):
    """What a program asks."""

    ACTIVATE = "activate"
    VALIDATE = "validate"
    DEACTIVATE = "deactivate"


class LicenseCallBody(Body):
    """Whose license key, and which device it is, by the program's own name for it."""

    model_config = showing(
        {
            "business_id": "biz_01jdnw0000e8000000000000",
            "license_key": "NW-ABCD-EFGH-JKMN",
            "instance": "mac-of-ada",
        }
    )

    business_id: _Short
    license_key: _Short
    instance: _Short | None = None
    name: Annotated[str, Field(max_length=100)] | None = None


@router.post("/{call}")
async def post_license_call(
    call: LicenseCall, body: LicenseCallBody, request: Request, portal: PortalHere, key: RepeatKey
) -> JSONResponse:
    """Answers whether the program may run there, and on how many devices more."""
    mark = mark_of(request)
    await count_license_call(
        portal.database, address=mark.ip, business_id=body.business_id, license_key=body.license_key
    )
    caller = Caller(
        business_id=body.business_id,
        customer_id=None,
        actor=PROGRAM,
        surface=Surface.INTERNAL,
        scopes=frozenset({"subscriptions:write"}),
        now=await read_business_time(portal.database, body.business_id),
        request_id=mark.id,
    )
    said: dict[str, Any] = body.model_dump(exclude={"business_id"}, exclude_none=True)
    answer = await portal.services.doors["subscriptions"].post(
        f"/internal/license-keys/{call.value}",
        caller=caller,
        json=said,
        # One program's key is none of another's.
        idempotency_key=sha256(f"{body.license_key}\n{key}".encode()).hexdigest(),
    )
    return JSONResponse(answer)
