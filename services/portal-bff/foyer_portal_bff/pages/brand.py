"""The stylesheet with a business's colour; its address holds the colour, so it can be kept."""

from fastapi import APIRouter, Response

from foyer_portal_bff.views.brand import brand_colours, is_accent
from foyer_portal_bff.views.shell import FOYER_ACCENT

router = APIRouter(include_in_schema=False)


@router.get("/brand.css")
async def brand(accent: str = "") -> Response:
    """Whatever is no colour gets Foyer's own."""
    colour = accent if is_accent(accent) else FOYER_ACCENT.removeprefix("#")
    return Response(
        brand_colours(colour).stylesheet(),
        media_type="text/css",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
