"""The audit log: one entry per command through the portal."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.origin import Actor

from foyer_portal_bff.domain.signed_in import RequestMark

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
