"""`/api/details/closing`: what is in the way of closing the account, a fresh code, and closing it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.email_change import SentAnswer
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import RoleMayNot, SignedInHere
from foyer_portal_bff.domain.closing import ClosingBlocked
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.leaving import Closed, Leaving
from foyer_portal_bff.use_cases.close_account import close_account
from foyer_portal_bff.use_cases.confirm_with_code import confirm_with_code
from foyer_portal_bff.use_cases.look_before_closing import look_before_closing
from foyer_portal_bff.use_cases.send_closed_mail import send_closed_mail

router = APIRouter(prefix="/details/closing")


def must_own(who: SignedIn) -> SignedIn:
    """Only an owner closes an account."""
    if who.role is not Role.OWNER:
        raise RoleMayNot("Only an owner closes an account.")
    return who


async def _owner(who: SignedInHere) -> SignedIn:
    return must_own(who)


Owner = Annotated[SignedIn, Depends(_owner)]


class CodeBody(Body):
    """The code from the newest mail to the login's own address."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class ClosedAnswer(Closed):
    """All sessions of the account end; the law keeps its documents so long."""

    closed: bool = True
    documents_kept_until: date | None


@router.get("")
async def get_closing(who: Owner, portal: PortalHere) -> Leaving:
    """What is in the way, and until when the law keeps documents."""
    return await look_before_closing(portal.services, who)


@router.post("/code", status_code=202)
async def post_code(who: Owner, portal: PortalHere, later: BackgroundTasks) -> SentAnswer:
    """Mail a fresh code to the login's own address, unless something is in the way."""
    await ask_code(portal, who, later)
    return SentAnswer()


@router.post("")
async def post_closing(
    body: CodeBody, who: Owner, portal: PortalHere, later: BackgroundTasks
) -> ClosedAnswer:
    """Close the account, for good."""
    closed = await close(portal, who, body.code, later, language=who.login.language or "")
    return ClosedAnswer(documents_kept_until=closed.documents_kept_until)


async def ask_code(portal: Portal, who: SignedIn, later: BackgroundTasks) -> None:
    """Raises `ClosingBlocked`, `TooManyRequests`."""
    if (await look_before_closing(portal.services, who)).blockers:
        raise ClosingBlocked("Something has to end or to be settled first.")
    await send_code(portal, who, Purpose.CLOSE_ACCOUNT, later)


async def close(portal: Portal, who: SignedIn, code: str, later: BackgroundTasks, *, language: str) -> Closed:
    """Raises `CodeNotValid`, after the count of wrong codes has committed, and `ClosingBlocked`."""
    profile = await portal.services.invoicing.profile(customer_caller(who))
    await confirm_with_code(portal.database, who, code, key=portal.code_key, purpose=Purpose.CLOSE_ACCOUNT)
    closed = await close_account(portal.database, portal.services, who)
    for address in sorted({profile.email, who.login.email}):
        later.add_task(
            send_closed_mail, portal.services.notifications, who, closed, to=address, language=language
        )
    return closed
