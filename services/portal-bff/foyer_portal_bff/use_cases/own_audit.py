"""The audit entry of what a login does with the portal's own things."""

from datetime import datetime

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, ActorKind, Origin, Scope

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.signed_in import SignedIn


def own_audit(
    who: SignedIn, action: str, target: str | None, at: datetime, *, outcome: str = DONE
) -> AuditEntry:
    """Who did it, from where, and how it ended."""
    return AuditEntry(
        request=who.request,
        business_id=who.business.id,
        customer_id=who.customer_id,
        actor=Actor(ActorKind.LOGIN, who.login.id),
        session_id=who.session_id,
        action=action,
        target=target,
        outcome=outcome,
        at=at,
    )


def own_origin(who: SignedIn) -> Origin:
    """A login at work on the portal's own things, in real time: sessions follow no sandbox's clock."""
    return Origin(
        Scope(who.business.id, who.customer_id),
        Actor(ActorKind.LOGIN, who.login.id),
        real_now(),
        causation_id=who.request_id,
    )
