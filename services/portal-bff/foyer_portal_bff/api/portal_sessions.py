"""Portal sessions: `/v1/portal/sessions` for a business's back end, and their links for programs."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Origin, Scope
from foyer_shared.http.callers import Surface
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.storage.work import Work
from pydantic import BaseModel, Field

from foyer_portal_bff.api.csrf import check_same_site
from foyer_portal_bff.api.keys import KeyCall, KeyCallHere, OwnDoor
from foyer_portal_bff.api.portal import Portal, PortalHere, mark_of
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.api.sign_in import Token, give_session
from foyer_portal_bff.api.visitor import BusinessHere
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.domain.portal_session import (
    After,
    Flow,
    FlowType,
    PlanChange,
    PortalSession,
    link_token,
)
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.callers import PORTAL
from foyer_portal_bff.use_cases.create_portal_session import create_portal_session
from foyer_portal_bff.use_cases.find_customer import find_customer
from foyer_portal_bff.use_cases.follow_task import Stage, follow_task
from foyer_portal_bff.use_cases.open_portal_session import open_portal_session
from foyer_portal_bff.use_cases.open_session import OpenedSession
from foyer_portal_bff.use_cases.record_key_command import record_key_command

router = APIRouter(prefix="/v1/portal/sessions")
own_router = APIRouter(prefix="/api/portal-session", dependencies=[Depends(check_same_site)])

Id = Annotated[str, Field(min_length=1, max_length=100)]
Url = Annotated[str, Field(max_length=2000)]


class AfterBody(Body):
    """What comes once the task is done, and its money final: back to `return_url`, a page that says
    `message`, or the whole portal.
    """

    type: Literal["redirect", "hosted_confirmation", "portal_homepage"]
    return_url: Url | None = None
    message: Annotated[str | None, Field(max_length=500)] = None


class FlowBody(Body):
    """One task. `subscription_update_confirm` says what to change: `price_id`, `quantity`, `promotion_code`.
    Without `after_completion` its customer goes back to the session's `return_url`, or the configuration's;
    without either, a page says that it is done.
    """

    type: FlowType
    subscription_id: Id | None = None
    invoice_id: Id | None = None
    price_id: Id | None = None
    quantity: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    promotion_code: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    after_completion: AfterBody | None = None

    def flow(self) -> Flow:
        """The same for the domain, not yet checked."""
        after = self.after_completion
        return Flow(
            type=self.type,
            subscription_id=self.subscription_id,
            invoice_id=self.invoice_id,
            change=PlanChange(self.price_id, self.quantity, self.promotion_code),
            after=After(after.type) if after else None,
            return_url=after.return_url if after else None,
            message=after.message if after else None,
        )


class PortalSessionBody(Body):
    """Whom to let in, where they come back to, and perhaps for what alone."""

    model_config = showing(
        {
            "customer_id": "cus_01jdze00000e80000000000001",
            "return_url": "https://shop.northwind.example/account",
        },
        {
            "customer_id": "cus_01jdze00000e80000000000001",
            "locale": "nl",
            "flow": {
                "type": "subscription_cancel",
                "subscription_id": "sub_01jdze00000e80000000000001",
                "after_completion": {"type": "hosted_confirmation", "message": "We are sorry to see you go."},
            },
        },
    )

    customer_id: Id
    return_url: Url | None = None
    configuration: Id | None = None
    locale: Annotated[str | None, Field(max_length=35)] = None
    flow: FlowBody | None = None


class PortalSessionAnswer(Answer):
    """Send the customer to `url` before `expires_at`; it opens once."""

    id: str
    url: str
    expires_at: datetime


class LinkBody(Body):
    """What the link's `token` says."""

    token: Annotated[str, Field(max_length=200)]


class StandingAnswer(Answer):
    """How far the task is: `processing` while its money is under way."""

    id: str
    flow: FlowType | None
    status: Stage
    return_url: str | None


@router.post("", status_code=201, response_model=PortalSessionAnswer)
async def post_portal_session(
    body: PortalSessionBody, call: KeyCallHere, door: OwnDoor, portal: PortalHere
) -> Response:
    """Let a customer in, who came to the business's own site. A repeat has the same link."""
    await find_customer(portal.database, Scope(call.business.id), body.customer_id)
    flow = body.flow.flow() if body.flow else None
    if flow:
        await _find_what_it_is_about(portal, call, body.customer_id, flow)

    async def effect(work: Work) -> BaseModel:
        made = await create_portal_session(
            work,
            call.business,
            body.customer_id,
            flow=flow,
            return_url=body.return_url,
            configuration_id=body.configuration,
            locale=body.locale,
            now=real_now(),
        )
        await record_key_command(work, call.request, action="create_portal_session", target=made.id)
        return PortalSessionAnswer(id=made.id, url="", expires_at=made.expires_at)

    # What is kept for a repeat is without the link's secret, which is made anew.
    answer = await door.once(effect, status=201)
    told = json.loads(bytes(answer.body))
    token = link_token(told["id"], key=portal.code_key)
    told["url"] = f"{call.business.portal_url}/portal-session?token={token}"
    replayed = {name: value for name, value in answer.headers.items() if name == "idempotent-replayed"}
    return JSONResponse(told, answer.status_code, replayed)


@own_router.post("")
async def post_link(
    body: LinkBody, request: Request, response: Response, business: BusinessHere, portal: PortalHere
) -> Token:
    """Trade the link for a session: as a cookie, and as a token for `Authorization: Bearer`."""
    _, session = await enter(portal, business, body.token, mark_of(request))
    give_session(request, response, session)
    return Token(token=session.token, expires_at=session.ends_at)


@own_router.get("")
async def get_standing(who: SignedInHere, portal: PortalHere) -> StandingAnswer | None:
    """How far the session's task is; null for who signed in alone."""
    let_in = who.portal_session
    if let_in is None:
        return None
    return StandingAnswer(
        id=let_in.id,
        flow=let_in.flow.type if let_in.flow else None,
        status=await follow_task(portal.database, portal.services, who, let_in),
        return_url=let_in.return_url,
    )


async def enter(
    portal: Portal, business: Business, token: str, request: RequestMark
) -> tuple[PortalSession, OpenedSession]:
    """Raises `PortalSessionLinkNotValid`."""
    origin = Origin(Scope(business.id), PORTAL, real_now(), causation_id=request.id)
    async with portal.database.work(origin) as work:
        return await open_portal_session(work, token=token, key=portal.code_key, request=request)


async def _find_what_it_is_about(portal: Portal, call: KeyCall, customer_id: str, flow: Flow) -> None:
    """The subscription or the invoice is this customer's, or its service's own "not found" goes back."""
    caller = replace(
        call.caller,
        customer_id=customer_id,
        surface=Surface.CUSTOMER,
        scopes=frozenset({"subscriptions:read", "invoicing:read"}),
    )
    if flow.subscription_id is not None:
        await portal.services.subscriptions.one(caller, path_id(flow.subscription_id))
    if flow.invoice_id is not None:
        await portal.services.invoicing.invoice(caller, path_id(flow.invoice_id))
