"""`/api/collection-cases`: what of the customer's is being collected, and the request for a payment plan."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.models import Body
from pydantic import Field

from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.collection import CollectionCase, PaymentPlan
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter(prefix="/collection-cases")
Reader = Annotated[SignedIn, Depends(signed_in_with("invoicing:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("invoicing:write"))]


class PlanRequestBody(Body):
    """How many instalments; the case says which can be asked for."""

    instalments: Annotated[int, Field(strict=True)]


@router.get("")
async def get_cases(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[CollectionCase]:
    """The cases, newest first."""
    return await portal.services.invoicing.collection_cases(customer_caller(who), limit=limit, cursor=cursor)


@router.get("/{case_id}")
async def get_case(case_id: PathId, who: Reader, portal: PortalHere) -> CollectionCase:
    """One of them, with its stages and its payment plan."""
    return await portal.services.invoicing.collection_case(customer_caller(who), case_id)


@router.post("/{case_id}/payment-plan", status_code=201)
async def post_plan(
    case_id: PathId, body: PlanRequestBody, who: Writer, portal: PortalHere, key: RepeatKey
) -> PaymentPlan:
    """Ask to pay it in instalments."""
    return await carry_out_command(
        portal.database,
        who,
        action="request_payment_plan",
        target=case_id,
        owner="invoicing",
        call=portal.services.invoicing.request_payment_plan(
            customer_caller(who), case_id, instalments=body.instalments, idempotency_key=key
        ),
    )
