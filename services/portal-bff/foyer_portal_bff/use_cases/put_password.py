"""Gives a login a password, whichever way it has proved itself."""

from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.portal import LoginPasswordChanged
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.password import Password
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.passwords import Passwords
from foyer_portal_bff.storage.sessions import Sessions
from foyer_portal_bff.use_cases.tell_customers import tell_customers


async def put_password(
    work: Work, login_id: str, password_hash: str, *, request: RequestMark, but: str | None = None
) -> None:
    """Whoever was signed in with the login is out, but for one session if it is told; the history of each of
    its customers says so.
    """
    await Passwords(work.session).put(Password(login_id, work.scope.business_id, password_hash, work.now))
    await Sessions(work.session).end_all(work.scope, login_id, work.now, but=but)
    event = LoginPasswordChanged(login_id=login_id)
    await tell_customers(work, login_id, event, request_id=request.id)
    await Audit(work.session).add(
        AuditEntry(
            request=request,
            business_id=work.scope.business_id,
            customer_id=work.scope.customer_id,
            actor=Actor(ActorKind.LOGIN, login_id),
            session_id=but,
            action="change_password",
            target=login_id,
            outcome=DONE,
            at=work.now,
        )
    )
