"""`/api/subscriptions/{id}/retention-offers`: other ways than to cancel, and taking one."""

from typing import Annotated

from fastapi import APIRouter
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.fields import PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.subscriptions import OWNER, EmptyBody, Writer
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.retention import RetentionOffers
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter(prefix="/subscriptions/{subscription_id}/retention-offers")


class ReasonBody(Body):
    """Why it is about to be canceled, which may be left out."""

    reason: Annotated[str, StringConstraints(max_length=40)] | None = None


@router.post("")
async def post_shown(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: ReasonBody | None = None
) -> RetentionOffers:
    """The ways that are open; that they were shown is kept."""
    return await portal.services.subscriptions.retention_offers(
        customer_caller(who),
        subscription_id,
        reason=body.reason if body else None,
        idempotency_key=key,
    )


@router.post("/{code}/accept")
async def post_accept(
    subscription_id: PathId,
    code: PathId,
    who: Writer,
    portal: PortalHere,
    key: RepeatKey,
    _: EmptyBody | None = None,
) -> Subscription:
    """Take one of them: a discount and more days of trial are given at once."""
    return await carry_out_command(
        portal.database,
        who,
        action="accept_retention_offer",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.accept_retention_offer(
            customer_caller(who), subscription_id, code, idempotency_key=key
        ),
    )
