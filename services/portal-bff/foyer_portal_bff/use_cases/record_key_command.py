"""Writes down what an API key did to the portal's own things."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.audit import Audit


async def record_key_command(work: Work, request: RequestMark, *, action: str, target: str | None) -> None:
    """In the transaction of what was done."""
    await Audit(work.session).add(
        AuditEntry(
            request=request,
            business_id=work.scope.business_id,
            customer_id=work.scope.customer_id,
            actor=work.actor,
            session_id=None,
            action=action,
            target=target,
            outcome=DONE,
            at=real_now(),
        )
    )
