"""Files on their way through the portal: piece by piece, so that none of them has to fit into memory."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import NotFound
from foyer_shared.basics.origin import Actor
from foyer_shared.files.links import owner_of_link
from foyer_shared.http.callers import Caller, Surface

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.keys import KeyCall, KeyCallHere
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.audit import DONE
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.edge import UPLOAD_TO, audited, check_scope
from foyer_portal_bff.use_cases.record_edge_command import record_edge_command

router = APIRouter()

_SIGNED = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){3}$"


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
    caller = _internal(owner, "write", business, request)
    answer = await door.open("GET", f"/internal/files/{signed}", caller=caller)
    return await passed_on(answer)


@router.put("/v1/products/{product_id}/entitlements/{entitlement_id}/file", include_in_schema=False)
async def put_file(
    product_id: PathId, entitlement_id: PathId, request: Request, call: KeyCallHere, portal: PortalHere
) -> Response:
    """The business sends the file that an entitlement grants; its name is `?name=`."""
    path = f"products/{product_id}/entitlements/{entitlement_id}/file"
    return await _passed_on(request, call, portal, path)


@router.post("/v1/products/{product_id}/images", include_in_schema=False)
async def post_picture(
    product_id: PathId, request: Request, call: KeyCallHere, portal: PortalHere
) -> Response:
    """The business sends a picture of a product; what is on it is `?alt=`."""
    return await _passed_on(request, call, portal, f"products/{product_id}/images")


@router.post("/v1/tickets/{ticket_id}/attachments", include_in_schema=False)
async def post_attachment(
    ticket_id: PathId, request: Request, call: KeyCallHere, portal: PortalHere
) -> Response:
    """Staff send a file that an answer will name; it is called `?name=`."""
    return await _passed_on(request, call, portal, f"tickets/{ticket_id}/attachments", owner="support")


@router.post("/v1/inbound-mail", include_in_schema=False)
async def post_mail(request: Request, call: KeyCallHere, portal: PortalHere) -> Response:
    """An answer to one of our mails, as it came."""
    return await _passed_on(request, call, portal, "inbound-mail", owner="support")


@router.get("/v1/tickets/{ticket_id}/attachments/{attachment_id}", include_in_schema=False)
async def get_attachment(
    ticket_id: PathId, attachment_id: PathId, call: KeyCallHere, portal: PortalHere
) -> Response:
    """A file that came with a ticket, to be saved."""
    check_scope(call.key.scopes, area="support", writes=False)
    answer = await portal.services.doors["support"].open(
        "GET", f"/v1/tickets/{ticket_id}/attachments/{attachment_id}", caller=call.caller
    )
    return await passed_on(answer)


@router.get("/product-images/{picture_id}", include_in_schema=False)
async def get_picture(
    picture_id: PathId, request: Request, business: BusinessHere, portal: PortalHere
) -> Response:
    """A picture of a product, for everybody; it never changes, so that whoever has it need not ask again."""
    caller = _internal(UPLOAD_TO, "read", business, request)
    answer = await portal.services.doors[UPLOAD_TO].open(
        "GET", f"/internal/product-images/{picture_id}", caller=caller
    )
    return await passed_on(answer, {"Cache-Control": "public, max-age=31536000, immutable"})


async def _passed_on(
    request: Request, call: KeyCall, portal: Portal, path: str, *, owner: str = UPLOAD_TO
) -> Response:
    check_scope(call.key.scopes, area=owner, writes=True)
    answer = await portal.services.doors[owner].open(
        request.method,
        f"/v1/{path}",
        caller=call.caller,
        content=request.stream(),
        params={name: request.query_params.getlist(name) for name in request.query_params},
        headers={"content-type": request.headers.get("content-type", "application/octet-stream")},
    )
    content = await answer.aread()
    await answer.aclose()
    action, target = audited(request.method, path.split("/"))
    async with portal.database.work(call.caller.origin()) as work:
        await record_edge_command(
            work,
            call.request,
            action=action,
            target=target,
            owner=owner,
            outcome=DONE if answer.is_success else str(answer.status_code),
            made=None,
        )
    return Response(content, answer.status_code, media_type=answer.headers.get("content-type"))


def _internal(owner: str, verb: str, business: Business, request: Request) -> Caller:
    return Caller(
        business_id=business.id,
        customer_id=None,
        actor=Actor.system("files"),
        surface=Surface.INTERNAL,
        scopes=frozenset({f"{owner}:{verb}"}),
        now=business.moved_now(real_now()),
        request_id=mark_of(request).id,
    )
