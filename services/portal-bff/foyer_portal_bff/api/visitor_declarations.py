"""`/v1/declarations`: what was declared without signing in, for keys with the portal's scopes."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from foyer_shared.http.models import Answer, Body, Moment, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work
from pydantic import BaseModel, StringConstraints

from foyer_portal_bff.api.fields import Id, PathId
from foyer_portal_bff.api.keys import KeyCallHere, OwnDoor
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.domain.visitor_declaration import Standing, VisitorDeclaration
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations
from foyer_portal_bff.use_cases.match_by_hand import match_by_hand
from foyer_portal_bff.use_cases.record_key_command import record_key_command
from foyer_portal_bff.use_cases.reject_declaration import reject_declaration

router = APIRouter(prefix="/v1/declarations", tags=["declarations"])


class MatchBody(Body):
    """The subscription that is meant."""

    model_config = showing({"subscription_id": "sub_01k9m80b5ah3yt2r7v0d5h8k4m"})

    subscription_id: Id


class RejectBody(Body):
    """Why nothing can be found; whoever declared it is mailed this."""

    model_config = showing({"reason": "We have no contract with you under this name or address."})

    reason: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class VisitorDeclarationAnswer(Answer):
    """What was declared, and whether its contract was found. `content_hash` is the SHA-256 of `content`."""

    id: str
    number: str
    kind: str
    status: Standing
    received_at: Moment
    name: str
    email: str
    receipt_to: str
    customer_number: str | None
    contract: str | None
    is_extraordinary: bool
    message: str | None
    ends_on: date | None
    customer_id: str | None
    subscription_id: str | None
    decided_at: Moment | None
    reason: str | None
    content: str
    content_hash: str

    @classmethod
    def of(cls, declared: VisitorDeclaration) -> "VisitorDeclarationAnswer":
        words = declared.words
        return cls(
            id=declared.id,
            number=declared.number,
            kind=words.kind,
            status=declared.standing,
            received_at=declared.received_at,
            name=words.name,
            email=words.email,
            receipt_to=words.receipt_to,
            customer_number=words.number,
            contract=words.contract,
            is_extraordinary=words.is_extraordinary,
            message=words.message,
            ends_on=words.ends_on,
            customer_id=declared.customer_id,
            subscription_id=declared.subscription_id,
            decided_at=declared.decided_at,
            reason=declared.note,
            content=declared.content,
            content_hash=declared.content_hash,
        )


@router.get("")
async def get_declarations(
    door: OwnDoor, paging: Paging, status: Annotated[Standing | None, Query()] = None
) -> Page[VisitorDeclarationAnswer]:
    """The newest first; `status=unmatched` is what waits for somebody."""
    async with door.reading() as work:
        found = await VisitorDeclarations(work.session).list_page(
            work.scope, standing=status, limit=paging.one_more, after=paging.after
        )
    return paging.page(found, key=lambda one: one.id, answer=VisitorDeclarationAnswer.of)


@router.get("/{declaration_id}")
async def get_declaration(declaration_id: PathId, door: OwnDoor) -> VisitorDeclarationAnswer:
    """One of them."""
    async with door.reading() as work:
        found = await VisitorDeclarations(work.session).get(work.scope, declaration_id)
    return VisitorDeclarationAnswer.of(found)


@router.post("/{declaration_id}/match", response_model=VisitorDeclarationAnswer)
async def post_match(
    declaration_id: PathId, body: MatchBody, call: KeyCallHere, door: OwnDoor, portal: PortalHere
) -> Response:
    """It is carried out as of its arrival. The key needs `subscriptions:read` as well."""
    one = await portal.services.doors["subscriptions"].get(
        f"/v1/subscriptions/{body.subscription_id}", caller=call.caller
    )

    async def effect(work: Work) -> BaseModel:
        matched = await match_by_hand(
            work,
            declaration_id,
            customer_id=one["customer_id"],
            subscription_id=one["id"],
            subscription_name=one["name"],
        )
        await record_key_command(work, call.request, action="match_declaration", target=matched.id)
        return VisitorDeclarationAnswer.of(matched)

    return await door.once(effect)


@router.post("/{declaration_id}/reject", response_model=VisitorDeclarationAnswer)
async def post_reject(declaration_id: PathId, body: RejectBody, call: KeyCallHere, door: OwnDoor) -> Response:
    """Nothing was found; it says so by mail."""

    async def effect(work: Work) -> BaseModel:
        rejected = await reject_declaration(work, declaration_id, reason=body.reason)
        await record_key_command(work, call.request, action="reject_declaration", target=rejected.id)
        return VisitorDeclarationAnswer.of(rejected)

    return await door.once(effect)
