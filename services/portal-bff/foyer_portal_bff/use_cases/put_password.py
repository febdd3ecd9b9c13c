"""Gives a login a password, whichever way it has proved itself."""

from foyer_shared.basics.origin import Actor, ActorKind, Origin
from foyer_shared.contracts.portal import LoginPasswordChanged
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.password import Password
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.storage.passwords import Passwords
from foyer_portal_bff.storage.sessions import Sessions


async def put_password(
    work: Work, login_id: str, password_hash: str, *, request: RequestMark, but: str | None = None
) -> None:
    """Whoever was signed in with the login is out, but for one session if it is told; the history of each of
    its customers says so.
    """
    await Passwords(work.session).put(Password(login_id, work.scope.business_id, password_hash, work.now))
    await Sessions(work.session).end_all(work.scope, login_id, work.now, but=but)
    real, actor = work.now, Actor(ActorKind.LOGIN, login_id)
    business = await Businesses(work.session).get(work.scope)
    accounts = await Logins(work.session).accounts(work.scope, login_id, real)
    before = work.origin
    work.origin = Origin(work.scope, actor, business.now(real), causation_id=request.id)
    for account in accounts:
        event = LoginPasswordChanged(login_id=login_id)
        work.announce(event, subject=login_id, version=1, customer_id=account.customer_id)
    work.origin = before
    await Audit(work.session).add(
        AuditEntry(
            request=request,
            business_id=work.scope.business_id,
            customer_id=work.scope.customer_id,
            actor=actor,
            session_id=but,
            action="change_password",
            target=login_id,
            outcome=DONE,
            at=real,
        )
    )
