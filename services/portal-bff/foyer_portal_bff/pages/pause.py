"""The pause dialog."""

from http import HTTPStatus
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
from foyer_portal_bff.views.flashes import PAUSE_PLANNED, PAUSED
from foyer_portal_bff.views.pause import PauseForm, check_pause, moment_of, pause_page, typed_day, why_not
from foyer_portal_bff.views.refusals import NONE, Problems, problem

router = APIRouter(include_in_schema=False)

_FIELDS = {"resumes_at": "resumes_on", "when": "when"}
"""The service's names, and those of this form's inputs."""


@router.get("/subscriptions/{subscription_id}/pause")
async def pause_dialog(
    desk: AtDesk, subscription_id: PathId, when: str = "", resumes_on: str = ""
) -> Response:
    """The form; htmx asks for what happens with the dates chosen so far. While nobody can say so, the form
    stays as it is.
    """
    must(desk.who, "subscriptions:write")
    try:
        one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    except FoyerError as away:
        if _asks_what_happens(desk) and away.kind is Kind.UNAVAILABLE:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        raise
    return await _show(desk, one, PauseForm(when, resumes_on))


@router.post("/subscriptions/{subscription_id}/pause")
async def pause(
    desk: AtDesk,
    subscription_id: PathId,
    when: Annotated[str, Form()] = "",
    resumes_on: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Pause it, or show the form again with what is wrong."""
    must(desk.who, "subscriptions:write")
    client, form = desk.portal.services.subscriptions, PauseForm(when, resumes_on)
    problems = check_pause(form, desk.reader)
    if problems:
        one = await client.one(desk.caller, subscription_id)
        return await _show(desk, one, form, problems, status=422)
    day = typed_day(resumes_on)
    try:
        paused = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="pause_subscription",
            target=subscription_id,
            owner="subscriptions",
            call=client.pause(
                desk.caller,
                subscription_id,
                resumes_at=moment_of(day, desk.reader) if day else None,
                when=when or None,
                idempotency_key=idempotency_key,
            ),
        )
    except FoyerError as refusal:
        if refusal.kind in {Kind.UNAVAILABLE, Kind.NOT_FOUND}:
            raise
        one = await client.one(desk.caller, subscription_id)
        found = problem(refusal, desk.reader, fields=_FIELDS)
        return await _show(desk, one, form, Problems((found,)), status=status_of(refusal))
    flash = PAUSED if paused.status == "paused" else PAUSE_PLANNED
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=flash)


async def _show(
    desk: Desk, one: Subscription, form: PauseForm, problems: Problems = NONE, *, status: int = 200
) -> Response:
    if one.pause_options is None or "pause" not in one.actions:
        return await show_subscription(desk, one, problems or why_not(one, desk.reader), status=409)
    page = pause_page(
        one,
        one.pause_options,
        desk.reader,
        form=form,
        idempotency_key=new_form_key(),
        problems=problems,
    )
    if _asks_what_happens(desk):
        return desk.fragment("pause.html", "what_happens", page)
    return await desk.show("pause.html", page, status=status)


def _asks_what_happens(desk: Desk) -> bool:
    return desk.request.headers.get("hx-target") == "what-happens"
