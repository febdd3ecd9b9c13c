"""The mailbox of a sandbox run."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from foyer_shared.basics.errors import NotFound

from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.models.notifications import Mail
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.views.mailbox import mail_page, mailbox_page

router = APIRouter(include_in_schema=False)

_KEPT = 1000
_MAIL_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'nonce-{nonce}'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For a mail's own HTML alone. It is a document of an origin of its own, in which nothing runs, loads or can
be sent; it shares nothing with the portal's pages.
"""


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
    # A link of the mail opens in place of the mailbox, not in the frame.
    html = (found.html or "").replace("<head>", '<head><base target="_top">', 1)
    nonce = desk.request.state.nonce
    html = html.replace("<style>", f'<style nonce="{nonce}">', 1)
    return HTMLResponse(html, headers={"Content-Security-Policy": _MAIL_POLICY.format(nonce=nonce)})


async def _mail(desk: VisitorDesk, mail_id: str) -> Mail:
    for found in await _mails(desk, to=None, limit=_KEPT):
        if found.id == mail_id:
            return found
    raise MailNotFound("The mailbox has no such mail.")


async def _mails(desk: VisitorDesk, *, to: str | None, limit: int) -> tuple[Mail, ...]:
    caller = portal_caller(desk.visitor.business, scope="notifications:read")
    found = await desk.portal.services.notifications.mailbox(caller, to=to, limit=limit)
    return found.data
