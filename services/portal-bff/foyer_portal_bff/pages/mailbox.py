"""The mailbox of a sandbox run."""

from fastapi import APIRouter, Response
from foyer_shared.basics.errors import NotFound

from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.models.notifications import Mail
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.pages.mail_frame import mail_frame
from foyer_portal_bff.views.mailbox import mail_page, mailbox_page

router = APIRouter(include_in_schema=False)

_KEPT = 1000


class MailNotFound(NotFound):
    """The mailbox has no such mail."""


@router.get("/dev/mail")
async def mailbox(desk: AsVisitor, to: str = "") -> Response:
    """Newest first, perhaps to one address only."""
    mails = await _mails(desk, to=to.strip() or None, limit=_KEPT)
    return desk.show("mailbox.html", mailbox_page(mails, desk.reader, to=to.strip()))


@router.get("/dev/mail/{mail_id}")
async def mail(desk: AsVisitor, mail_id: str) -> Response:
    """One of them."""
    return desk.show("mail.html", mail_page(await _mail(desk, mail_id), desk.reader))


@router.get("/dev/mail/{mail_id}/html")
async def mail_html(desk: AsVisitor, mail_id: str) -> Response:
    """The mail itself, for the frame on its page."""
    found = await _mail(desk, mail_id)
    return mail_frame(desk.request, found.html or "")


async def _mail(desk: VisitorDesk, mail_id: str) -> Mail:
    for found in await _mails(desk, to=None, limit=_KEPT):
        if found.id == mail_id:
            return found
    raise MailNotFound("The mailbox has no such mail.")


async def _mails(desk: VisitorDesk, *, to: str | None, limit: int) -> tuple[Mail, ...]:
    caller = portal_caller(desk.visitor.business, scope="notifications:read")
    found = await desk.portal.services.notifications.mailbox(caller, to=to, limit=limit)
    return found.data
