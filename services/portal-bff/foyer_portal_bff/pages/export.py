"""What a customer takes along, as one file."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.export import WhoSeesAll, zipped
from foyer_portal_bff.pages.desk import AtDesk

router = APIRouter(include_in_schema=False)


@router.get("/details/export")
async def take_along(desk: AtDesk, who: WhoSeesAll) -> Response:
    """Everything as JSON, and the documents as PDF."""
    return await zipped(desk.portal, who)
