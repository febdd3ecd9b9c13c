"""The settings of a login."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import Invalid

from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.change_settings import change_settings
from foyer_portal_bff.views.flashes import SAVED
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


async def _form(desk: Desk, problems: Problems = NONE, *, status: int = 200) -> Response:
    page = settings_page(desk.who.login, desk.reader, idempotency_key=new_form_key(), problems=problems)
    return await desk.show("settings.html", page, status=status)
