"""The mailbox of a sandbox run."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse
from foyer_shared.basics.errors import FoyerError, NotFound
from foyer_shared.basics.origin import Scope
from foyer_shared.http.problems import status_of

from foyer_portal_bff.gateways.callers import mail_caller, portal_caller
from foyer_portal_bff.gateways.models.notifications import Mail
from foyer_portal_bff.gateways.written_mail import written_mail
from foyer_portal_bff.pages.chosen_files import Files
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.mail_frame import mail_frame
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.views.mailbox import mail_page, mailbox_page
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.support import check_reply

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
async def mail(desk: AsVisitor, mail_id: str, fate: str = "") -> Response:
    """One of them; `fate` is what became of the answer that was just given to it."""
    return _shown(desk, await _mail(desk, mail_id), fate=fate)


@router.post("/dev/mail/{mail_id}/reply")
async def reply(
    desk: AsVisitor,
    mail_id: str,
    attachments: Files,
    text: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Send what a mail program would: to the same door, as the same bytes."""
    answered = await _mail(desk, mail_id)
    problems = check_reply(text, desk.reader, files=len(attachments))
    if problems:
        return _shown(desk, answered, text, problems, status=422)
    files = [(file.filename or "", await file.read()) for file in attachments]
    written = written_mail(answered, text, files, key=idempotency_key or new_form_key())
    async with desk.portal.database.session() as session:
        business = await Businesses(session).get(Scope(answered.business_id))
    try:
        fate = await desk.portal.services.support.take_mail(mail_caller(business), written)
    except FoyerError as refusal:
        found = Problems((problem(refusal, desk.reader),))
        return _shown(desk, answered, text, found, status=status_of(refusal))
    return RedirectResponse(f"/dev/mail/{mail_id}?fate={fate}", 303)


@router.get("/dev/mail/{mail_id}/html")
async def mail_html(desk: AsVisitor, mail_id: str) -> Response:
    """The mail itself, for the frame on its page."""
    found = await _mail(desk, mail_id)
    return mail_frame(desk.request, found.html or "")


def _shown(
    desk: VisitorDesk,
    mail: Mail,
    typed: str = "",
    problems: Problems = NONE,
    *,
    fate: str = "",
    status: int = 200,
) -> Response:
    page = mail_page(
        mail, desk.reader, typed=typed, problems=problems, fate=fate, idempotency_key=new_form_key()
    )
    return desk.show("mail.html", page, status=status)


async def _mail(desk: VisitorDesk, mail_id: str) -> Mail:
    for found in await _mails(desk, to=None, limit=_KEPT):
        if found.id == mail_id:
            return found
    raise MailNotFound("The mailbox has no such mail.")


async def _mails(desk: VisitorDesk, *, to: str | None, limit: int) -> tuple[Mail, ...]:
    caller = portal_caller(desk.visitor.business, scope="notifications:read")
    found = await desk.portal.services.notifications.mailbox(caller, to=to, limit=limit)
    return found.data
