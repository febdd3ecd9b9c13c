"""The audit log: one entry per command through the portal."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.origin import Actor

from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn

DONE = "done"
"""The outcome of what was not refused; a refusal's is its code."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, from where, and how it ended. `target` is the id of what it was done to."""

    request: RequestMark
    business_id: str
    customer_id: str | None
    actor: Actor
    session_id: str | None
    action: str
    target: str | None
    outcome: str
    at: datetime


def own_audit(
    who: SignedIn, action: str, target: str | None, at: datetime, *, outcome: str = DONE
) -> AuditEntry:
    """The entry of what a login does."""
    return AuditEntry(
        request=who.request,
        business_id=who.business.id,
        customer_id=who.customer_id,
        actor=who.actor,
        session_id=who.session_id,
        action=action,
        target=target,
        outcome=outcome,
        at=at,
    )
