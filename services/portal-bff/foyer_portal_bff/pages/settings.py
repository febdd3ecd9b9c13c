"""The settings of a login, and what its customer is mailed."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError, Invalid, Kind

from foyer_portal_bff.api.session import must
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.change_settings import change_settings
from foyer_portal_bff.views.flashes import MESSAGES_OFF, MESSAGES_ON, SAVED
from foyer_portal_bff.views.preferences import Switch, switches
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.settings import check_settings, settings_page

router = APIRouter(include_in_schema=False)


@router.get("/settings")
async def settings(desk: AtDesk) -> Response:
    """The form."""
    return await _form(desk)


@router.post("/settings")
async def save_settings(
    desk: AtDesk, theme: Annotated[str, Form()] = "", language: Annotated[str, Form()] = ""
) -> Response:
    """Save, or show the form again with what is wrong."""
    problems = check_settings(theme, desk.reader)
    if problems:
        return await _form(desk, problems, status=422)
    try:
        async with desk.portal.database.work(desk.who.origin(real_now())) as work:
            await change_settings(work, desk.who, {"theme": theme, "language": language or None})
    except Invalid as refusal:
        found = problem(refusal, desk.reader, fields={"language": "language"})
        return await _form(desk, Problems((found,)), status=422)
    return desk.see_other("/settings", flash=SAVED)


@router.post("/settings/messages/{category}")
async def switch_messages(
    desk: AtDesk,
    category: str,
    on: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Switch the messages of one category; the same switch undoes it."""
    must(desk.who, "notifications:write")
    await carry_out_command(
        desk.portal.database,
        desk.who,
        action="switch_messages",
        target=category,
        owner="notifications",
        call=desk.portal.services.notifications.switch(
            desk.caller, category, on=on == "yes", idempotency_key=idempotency_key
        ),
    )
    return desk.see_other("/settings#messages", flash=MESSAGES_ON if on == "yes" else MESSAGES_OFF)


async def _form(desk: Desk, problems: Problems = NONE, *, status: int = 200) -> Response:
    page = settings_page(
        desk.who.login,
        desk.reader,
        idempotency_key=new_form_key(),
        switches=await _switches(desk),
        locales=desk.who.configuration.locales,
        problems=problems,
    )
    return await desk.show("settings.html", page, status=status)


async def _switches(desk: Desk) -> tuple[Switch, ...] | None:
    """The settings of the login are there while notifications is away."""
    if not desk.may("notifications:read"):
        return ()
    try:
        found = await desk.portal.services.notifications.preferences(desk.caller)
    except FoyerError as refusal:
        if refusal.kind is not Kind.UNAVAILABLE:
            raise
        return None
    return switches(found, desk.reader, may_switch=desk.may("notifications:write"))
