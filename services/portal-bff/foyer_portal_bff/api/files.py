"""Files on their way through the portal: piece by piece, so that none of them has to fit into memory."""

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.origin import Actor
from foyer_shared.files.links import owner_of_link
from foyer_shared.http.callers import Caller, Surface
from foyer_shared.http.client import refusal_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.keys import KeyCallHere
from foyer_portal_bff.api.portal import PortalHere, mark_of
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.audit import DONE
from foyer_portal_bff.domain.edge import UPLOAD_TO, audited, check_scope
from foyer_portal_bff.use_cases.record_edge_command import record_edge_command

router = APIRouter()

_SIGNED = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){3}$"
_PASSED_BACK = ("content-type", "content-length", "content-disposition")


@router.get("/files/{signed}", include_in_schema=False)
async def get_file(
    signed: Annotated[str, Path(pattern=_SIGNED, max_length=2_000)],
    request: Request,
    business: BusinessHere,
    portal: PortalHere,
) -> Response:
    """The signature is the credential; only who signed can tell whether it is good."""
    owner = owner_of_link(signed)
    door = portal.services.doors.get(owner)
    if door is None:
        raise NotFound("There is no such file.")
    caller = Caller(
        business_id=business.id,
        customer_id=None,
        actor=Actor.system("files"),
        surface=Surface.INTERNAL,
        scopes=frozenset({f"{owner}:write"}),
        request_id=mark_of(request).id,
    )
    answer = await door.open("GET", f"/internal/files/{signed}", caller=caller)
    if not answer.is_success:
        await answer.aread()
        await answer.aclose()
        raise refusal_of(answer)
    headers = {name: answer.headers[name] for name in _PASSED_BACK if name in answer.headers}
    return StreamingResponse(_body(answer), headers=headers)


@router.put("/v1/products/{product_id}/entitlements/{entitlement_id}/file", include_in_schema=False)
async def put_file(
    product_id: PathId, entitlement_id: PathId, request: Request, call: KeyCallHere, portal: PortalHere
) -> Response:
    """The business sends the file that an entitlement grants; its name is `?name=`."""
    check_scope(call.key.scopes, area=UPLOAD_TO, writes=True)
    path = f"products/{product_id}/entitlements/{entitlement_id}/file"
    answer = await portal.services.doors[UPLOAD_TO].open(
        "PUT",
        f"/v1/{path}",
        caller=call.caller,
        content=request.stream(),
        params={name: request.query_params.getlist(name) for name in request.query_params},
        headers={"content-type": request.headers.get("content-type", "application/octet-stream")},
    )
    content = await answer.aread()
    await answer.aclose()
    action, target = audited("PUT", path.split("/"))
    async with portal.database.work(call.caller.origin()) as work:
        await record_edge_command(
            work,
            call.request,
            action=action,
            target=target,
            owner=UPLOAD_TO,
            outcome=DONE if answer.is_success else str(answer.status_code),
            made=None,
        )
    return Response(content, answer.status_code, media_type=answer.headers.get("content-type"))


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_bytes():
            yield chunk
    finally:
        await answer.aclose()
