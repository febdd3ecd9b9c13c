"""The page that asks before a pause ends early."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.flashes import RESUMED
from foyer_portal_bff.views.refusals import Problems, problem
from foyer_portal_bff.views.resume import resume_page, why_not

router = APIRouter(include_in_schema=False)


@router.get("/subscriptions/{subscription_id}/resume")
async def resume_question(desk: AtDesk, subscription_id: str) -> Response:
    """The question."""
    must(desk.who, "subscriptions:write")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    if "resume" not in one.actions:
        return await show_subscription(desk, one, why_not(one, desk.reader), status=409)
    page = resume_page(one, desk.reader, idempotency_key=new_form_key())
    return await desk.show("question.html", page)


@router.post("/subscriptions/{subscription_id}/resume")
async def resume(
    desk: AtDesk, subscription_id: str, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """Resume it, or say on its page why not."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="resume_subscription",
            target=subscription_id,
            owner="subscriptions",
            call=client.resume(desk.caller, subscription_id, idempotency_key=idempotency_key),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        one = await client.one(desk.caller, subscription_id)
        problems = Problems((problem(refusal, desk.reader),))
        return await show_subscription(desk, one, problems, status=status_of(refusal))
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=RESUMED)
