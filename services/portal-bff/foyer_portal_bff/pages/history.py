"""The history."""

from fastapi import APIRouter, Response

from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.use_cases.read_history import read_history
from foyer_portal_bff.views.history import history_page, older_than, read_older_than

router = APIRouter(include_in_schema=False)

LINES = 50


@router.get("/history")
async def history(desk: AtDesk, before: str = "") -> Response:
    """Newest first, day by day."""
    who = desk.who
    entries = await read_history(
        desk.portal.database,
        who,
        before=read_older_than(before),
        limit=LINES + 1,
    )
    shown = tuple(entries[:LINES])
    page = history_page(
        shown,
        desk.reader,
        business=who.business.brand.name,
        own_name=who.login.name,
        more=older_than(shown[-1]) if len(entries) > LINES else None,
        declares=desk.may("subscriptions:read"),
    )
    return await desk.show("history.html", page)
