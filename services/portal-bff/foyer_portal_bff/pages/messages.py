"""The message centre: the list, and the copy of one message."""

from fastapi import APIRouter, Response

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.portal_configuration import Switch
from foyer_portal_bff.pages.desk import AtDesk
from foyer_portal_bff.pages.mail_frame import mail_frame
from foyer_portal_bff.views.announcements import announcement_lines
from foyer_portal_bff.views.messages import ADDRESS, chosen_filter, message_page, messages_page

router = APIRouter(include_in_schema=False)


@router.get(ADDRESS)
async def messages(desk: AtDesk, delivery: str = "", about: str = "", cursor: str | None = None) -> Response:
    """Newest first, below what is announced."""
    must(desk.who, "notifications:read")
    chosen = chosen_filter(delivery, about)
    found = await desk.portal.services.notifications.messages(
        desk.caller, chosen.asked(), limit=30, cursor=cursor
    )
    picture = await desk.picture()
    part = picture.notifications.part if picture.notifications else None
    bounced = (part.bounced_address if part else None) or ""
    page = messages_page(
        found,
        desk.reader,
        chosen=chosen,
        bounced=bounced,
        announcements=(
            None
            if cursor or chosen.asked() or not desk.who.configuration.has(Switch.ANNOUNCEMENTS)
            else announcement_lines(desk.announced(picture), desk.login, desk.reader)
        ),
    )
    return await desk.show("messages.html", page, picture=picture)


@router.get(f"{ADDRESS}/{{message_id}}")
async def message(desk: AtDesk, message_id: PathId) -> Response:
    """One of them."""
    must(desk.who, "notifications:read")
    found = await desk.portal.services.notifications.message(desk.caller, message_id)
    return await desk.show("message.html", message_page(found, desk.reader))


@router.get(f"{ADDRESS}/{{message_id}}/html")
async def message_html(desk: AtDesk, message_id: PathId) -> Response:
    """The mail itself, for the frame on its page."""
    must(desk.who, "notifications:read")
    found = await desk.portal.services.notifications.message(desk.caller, message_id)
    return mail_frame(desk.request, found.html)
