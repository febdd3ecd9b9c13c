"""The page that asks before what has ended begins again."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.flashes import RESUBSCRIBED
from foyer_portal_bff.views.refusals import Problems, problem
from foyer_portal_bff.views.resubscribe import resubscribe_page, why_not

router = APIRouter(prefix="/subscriptions/{subscription_id}/resubscribe", include_in_schema=False)


@router.get("")
async def resubscribe_question(desk: AtDesk, subscription_id: PathId) -> Response:
    """The question."""
    must(desk.who, "subscriptions:write")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    if "resubscribe" not in one.actions:
        return await show_subscription(desk, one, why_not(one, desk.reader), status=409)
    return await desk.show(
        "question.html", resubscribe_page(one, desk.reader, idempotency_key=new_form_key())
    )


@router.post("")
async def resubscribe(
    desk: AtDesk, subscription_id: PathId, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """Subscribe again and go to the new subscription, or say why not."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    try:
        begun = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="resubscribe",
            target=subscription_id,
            owner="subscriptions",
            call=client.resubscribe(desk.caller, subscription_id, idempotency_key=idempotency_key),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        one = await client.one(desk.caller, subscription_id)
        problems = Problems((problem(refusal, desk.reader),))
        return await show_subscription(desk, one, problems, status=status_of(refusal))
    return desk.see_other(f"/subscriptions/{begun.id}", flash=RESUBSCRIBED)
