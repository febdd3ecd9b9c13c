"""Documents to save."""

from collections.abc import Awaitable

import httpx
from fastapi import Response
from foyer_shared.basics.errors import FoyerError, Kind

from foyer_portal_bff.api.session import must
from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.pages.desk import Desk


async def saved(desk: Desk, asked: Awaitable[httpx.Response], *, page: str) -> Response:
    """The document; while it is being made, back to its page, which says so."""
    must(desk.who, "invoicing:read")
    try:
        return await passed_on(await asked)
    except FoyerError as refusal:
        if refusal.kind is not Kind.CONFLICT:
            raise
        return desk.see_other(page)
