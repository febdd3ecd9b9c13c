"""Files on their way: from the business into the store, and by a signed link to a customer."""

import contextlib
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse
from foyer_shared.files.errors import FileLinkInvalid
from foyer_shared.files.links import FileLinks
from foyer_shared.files.names import check_file_name, content_disposition
from foyer_shared.http.door import Door, business_door, internal_door
from foyer_shared.http.parts import part

from foyer_subscriptions.api.entitlement_answers import EntitlementAnswer
from foyer_subscriptions.domain.entitlement import EntitlementKind, check_kind
from foyer_subscriptions.gateways.goods_store import GoodsStore
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.use_cases.attach_file import attach_file
from foyer_subscriptions.use_cases.count_download import count_download
from foyer_subscriptions.use_cases.find_download import find_download

UPLOADS = re.compile(r"/v1/products/[^/]+/(entitlements/[^/]+/file|images)")
"""The paths whose body is no small document: it is counted as it is stored."""

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
_UNKNOWN = "application/octet-stream"
Uploader = Annotated[Door, Depends(business_door("subscriptions:write", streamed=True))]
Fetcher = Annotated[Door, Depends(internal_door("subscriptions:write"))]
Store = Annotated[GoodsStore, Depends(part(GoodsStore))]
Links = Annotated[FileLinks, Depends(part(FileLinks))]


router = APIRouter(tags=["files"])


@router.put("/v1/products/{product_id}/entitlements/{entitlement_id}/file")
async def upload(
    product_id: str,
    entitlement_id: str,
    name: Annotated[str, Query(max_length=1_000)],
    request: Request,
    door: Uploader,
    store: Store,
) -> EntitlementAnswer:
    plain = check_file_name(name)
    async with door.reading() as work:
        entitlement = await Entitlements(work.session).get(work.scope, product_id, entitlement_id)
        check_kind(entitlement, EntitlementKind.FILE)
    kept = await store.keep(entitlement.id, request.stream(), name=plain, content_type=_media_type(request))
    try:
        async with door.writing() as work:
            after, before = await attach_file(work, product_id, entitlement_id, kept)
    except BaseException:
        await store.drop(kept)
        raise
    if before:
        await store.drop(before)
    return EntitlementAnswer.of(after)


@router.get("/internal/files/{signed}")
async def fetch(signed: str, door: Fetcher, store: Store, links: Links) -> Response:
    link = links.read(signed)
    if link.business_id != door.caller.business_id:
        raise FileLinkInvalid("There is no such file.")
    theirs = door.on_behalf_of(link.actor, link.customer_id)
    async with theirs.reading() as work:
        file = await find_download(work, link.subject)
    # It is opened before it is counted: nobody loses a download to a store that is away.
    async with contextlib.AsyncExitStack() as stack:
        content = await store.open(file)
        stack.push_async_callback(content.aclose)
        async with theirs.writing() as work:
            await count_download(work, link.subject)
        stack.pop_all()
    headers = {
        "Content-Disposition": content_disposition(file.name),
        "Content-Length": str(file.size),
    }
    return StreamingResponse(content, media_type=file.content_type, headers=headers)


def _media_type(request: Request) -> str:
    named = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return named if _MEDIA_TYPE.fullmatch(named) else _UNKNOWN
