"""Lets a customer in by the link that the business's back end asked for."""

from foyer_shared.basics.origin import Actor, ActorKind, Origin
from foyer_shared.contracts.portal import PortalSessionOpened
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.portal_session import IDLE, LIFETIME, PortalSession, id_in_token, link_not_valid
from foyer_portal_bff.domain.session import begin_session, new_token
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.storage.portal_sessions import PortalSessions
from foyer_portal_bff.storage.sessions import Sessions
from foyer_portal_bff.use_cases.open_session import OpenedSession


async def open_portal_session(
    work: Work, *, token: str, key: bytes, request: RequestMark
) -> tuple[PortalSession, OpenedSession]:
    """Once, within five minutes, at the business's own host. Raises `PortalSessionLinkNotValid`, also when
    its login has no role for the customer any more.
    """
    found = await PortalSessions(work.session).find_for_update(work.scope, id_in_token(token, key=key))
    if found is None or found.opened_at or found.expires_at <= work.now:
        raise link_not_valid()
    accounts = await Logins(work.session).accounts(work.scope, found.login_id, work.now)
    if all(account.customer_id != found.customer_id for account in accounts):
        raise link_not_valid()
    await PortalSessions(work.session).open(found, work.now)
    secret = new_token()
    session = begin_session(
        business_id=found.business_id,
        login_id=found.login_id,
        customer_id=found.customer_id,
        token=secret,
        now=work.now,
        lifetime=LIFETIME,
        idle=IDLE,
        portal_session_id=found.id,
        device=request.device,
        ip=request.ip,
    )
    await Sessions(work.session).add(session)
    actor = Actor(ActorKind.LOGIN, found.login_id)
    await Audit(work.session).add(
        AuditEntry(
            request=request,
            business_id=found.business_id,
            customer_id=found.customer_id,
            actor=actor,
            session_id=session.id,
            action="open_portal_session",
            target=found.id,
            outcome=DONE,
            at=work.now,
        )
    )
    business = await Businesses(work.session).get(work.scope)
    work.origin = Origin(work.scope, actor, business.now(work.now), causation_id=request.id)
    work.announce(
        PortalSessionOpened(
            portal_session_id=found.id, login_id=found.login_id, flow=found.flow.type if found.flow else None
        ),
        subject=found.id,
        version=1,
        customer_id=found.customer_id,
    )
    return found, OpenedSession(secret, session.ends_at)
