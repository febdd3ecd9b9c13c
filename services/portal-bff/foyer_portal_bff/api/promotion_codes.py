"""`/api/subscriptions/{id}/promotion-code`: what a promotion code changes, and its use."""

from typing import Annotated

from fastapi import APIRouter, Query
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.fields import PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.subscriptions import OWNER, Writer
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.subscriptions import DiscountPreview, Subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.count_promotion_code import count_promotion_code

router = APIRouter(prefix="/subscriptions/{subscription_id}/promotion-code")

Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class CodeBody(Body):
    """The code, as it was typed."""

    code: Code


@router.get("")
async def get_preview(
    subscription_id: PathId, who: Writer, portal: PortalHere, code: Annotated[Code, Query()]
) -> DiscountPreview:
    """What a promotion code would change."""
    await count_promotion_code(portal.database, who)
    return await portal.services.subscriptions.preview_promotion_code(
        customer_caller(who), subscription_id, code
    )


@router.post("")
async def post_code(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: CodeBody
) -> Subscription:
    """Take the discount of a promotion code."""
    await count_promotion_code(portal.database, who)
    return await carry_out_command(
        portal.database,
        who,
        action="use_promotion_code",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.use_promotion_code(
            customer_caller(who), subscription_id, body.code, idempotency_key=key
        ),
    )
