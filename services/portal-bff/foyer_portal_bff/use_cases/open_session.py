"""Opens a session for a login that has proved itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from foyer_shared.basics.origin import Actor, ActorKind, Origin
from foyer_shared.contracts.portal import LoginRecognized, LoginSignedIn
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.session import begin_session, new_token
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.storage.sessions import Sessions

Way = Literal["code", "link", "password", "passkey"]
"""The first two by a mail."""


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """The token, known to its holder alone, and when the session is over at the latest."""

    token: str
    ends_at: datetime


async def open_session(work: Work, *, login_id: str, way: Way, request: RequestMark) -> OpenedSession | None:
    """A session for the login's first customer, told to the history of each; None when it has none left."""
    accounts = await Logins(work.session).accounts(work.scope, login_id, work.now)
    if not accounts:
        return None
    token = new_token()
    session = begin_session(
        business_id=work.scope.business_id,
        login_id=login_id,
        customer_id=accounts[0].customer_id,
        token=token,
        now=work.now,
        device=request.device,
        ip=request.ip,
    )
    await Sessions(work.session).add(session)
    actor = Actor(ActorKind.LOGIN, login_id)
    real = work.now
    business = await Businesses(work.session).get(work.scope)
    work.origin = Origin(work.scope, actor, business.now(real), causation_id=request.id)
    for account in accounts:
        event = (
            LoginSignedIn(login_id=login_id, way=way)
            if way in ("code", "link")
            else LoginRecognized(login_id=login_id, way=way)
        )
        work.announce(event, subject=login_id, version=1, customer_id=account.customer_id)
    await Audit(work.session).add(
        AuditEntry(
            request=request,
            business_id=work.scope.business_id,
            customer_id=session.customer_id,
            actor=actor,
            session_id=session.id,
            action="sign_in",
            target=login_id,
            outcome=DONE,
            at=real,
        )
    )
    return OpenedSession(token, session.ends_at)
