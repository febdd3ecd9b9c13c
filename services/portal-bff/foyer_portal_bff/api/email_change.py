"""`/api/details/email`: a customer's email, by a fresh code and a link to the new address."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends
from foyer_shared.basics.clock import real_now
from foyer_shared.http.models import Answer, Body
from pydantic import StringConstraints

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.fields import Email
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.sign_in import CodeNotValid, Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.ask_email_change import ask_email_change
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.send_email_change_link import send_email_change_link

router = APIRouter(prefix="/details/email")
Writer = Annotated[SignedIn, Depends(signed_in_with("invoicing:write"))]


class EmailChangeBody(Body):
    """The new address, and the code from the newest mail to the login's own."""

    email: Email
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class SentAnswer(Answer):
    """A mail is on its way."""

    sent: bool = True


@router.post("/code", status_code=202)
async def post_code(who: Writer, portal: PortalHere, later: BackgroundTasks) -> SentAnswer:
    """Mail a fresh code to the login's own address."""
    await send_code(portal, who, Purpose.CHANGE_EMAIL, later)
    return SentAnswer()


@router.post("", status_code=202)
async def post_email(body: EmailChangeBody, who: Writer, portal: PortalHere) -> SentAnswer:
    """Mail a link to the new address; the email changes when it is opened, in any browser."""
    await begin_email_change(portal, who, body.email, body.code, language=who.login.language or "")
    return SentAnswer()


async def begin_email_change(portal: Portal, who: SignedIn, email: str, code: str, *, language: str) -> None:
    """Raises `CodeNotValid`, after the count of wrong codes has committed."""
    async with portal.database.work(who.origin(real_now())) as work:
        mail = await ask_email_change(work, who, email, code=code, key=portal.code_key)
    if mail is None:
        raise CodeNotValid("This code is not right, or no longer valid. Ask for a new one.", field="code")
    await carry_out_command(
        portal.database,
        who,
        action="ask_email_change",
        target=who.customer_id,
        owner="notifications",
        call=send_email_change_link(portal.services.notifications, who, mail, language=language),
    )
