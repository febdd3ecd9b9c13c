"""Home."""

from fastapi import APIRouter, Response

from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.views.announcements import announcement_banners
from foyer_portal_bff.views.home import home_page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(desk: AtDesk) -> Response:
    """What the customer has, at a glance."""
    picture = await desk.picture()
    page = home_page(
        desk.reader,
        name=desk.who.login.name,
        may_ask=desk.may("support:write"),
        announcements=announcement_banners(desk.announced(picture), desk.login, desk.reader),
        subscriptions=picture.subscriptions,
        invoicing=picture.invoicing,
        support=picture.support,
    )
    return await desk.show("home.html", page, picture=picture, often=True)
