"""The page on which another day is chosen for the end of a pause."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.subscriptions import show_subscription
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.flashes import RESUME_DATE_CHANGED
from foyer_portal_bff.views.pause import PauseForm, check_pause, moment_of, typed_day
from foyer_portal_bff.views.refusals import NONE, Problem, Problems, problem
from foyer_portal_bff.views.resume import why_not
from foyer_portal_bff.views.resume_date import resume_date_page

router = APIRouter(prefix="/subscriptions/{subscription_id}/resume-date", include_in_schema=False)


@router.get("")
async def resume_date_form(desk: AtDesk, subscription_id: PathId) -> Response:
    """The form, with the day that is planned."""
    must(desk.who, "subscriptions:write")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    return await _show(desk, one, None)


@router.post("")
async def change_resume_date(
    desk: AtDesk,
    subscription_id: PathId,
    resumes_on: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Change it, or show the form again with what is wrong."""
    must(desk.who, "subscriptions:write")
    client, day = desk.portal.services.subscriptions, typed_day(resumes_on)
    problems = check_pause(PauseForm(resumes_on=resumes_on), desk.reader)
    if day is None and not problems:
        problems = Problems((Problem("resumes_on", desk.reader.say("Enter a date.")),))
    if problems or day is None:
        one = await client.one(desk.caller, subscription_id)
        return await _show(desk, one, resumes_on, problems, status=422)
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="change_resume_date",
            target=subscription_id,
            owner="subscriptions",
            call=client.resume(
                desk.caller,
                subscription_id,
                resumes_at=moment_of(day, desk.reader),
                idempotency_key=idempotency_key,
            ),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        one = await client.one(desk.caller, subscription_id)
        found = problem(refusal, desk.reader, fields={"resumes_at": "resumes_on"})
        return await _show(desk, one, resumes_on, Problems((found,)), status=status_of(refusal))
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=RESUME_DATE_CHANGED)


async def _show(
    desk: Desk, one: Subscription, resumes_on: str | None, problems: Problems = NONE, *, status: int = 200
) -> Response:
    if one.resume_options is None or "change_resume_date" not in one.actions:
        found = problems or why_not(one, desk.reader)
        return await show_subscription(desk, one, found, status=status if problems else 409)
    page = resume_date_page(
        one,
        one.resume_options,
        desk.reader,
        resumes_on=resumes_on,
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return await desk.show("resume_date.html", page, status=status)
