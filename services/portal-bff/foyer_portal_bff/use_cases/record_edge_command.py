"""Writes down a command of the business API that a service has answered."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import AuditEntry
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.picture import Picture
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer


async def record_edge_command(
    work: Work,
    request: RequestMark,
    *,
    action: str,
    target: str | None,
    owner: str,
    outcome: str,
    made: Customer | None,
) -> None:
    """`target` is the id of what it was done to; `made` is a customer that the call brought into being: it
    can sign in before the caller has its answer. The part of the customer that the call named is stale now.
    """
    await Audit(work.session).add(
        AuditEntry(
            request=request,
            business_id=work.scope.business_id,
            customer_id=made.id if made else work.scope.customer_id,
            actor=work.actor,
            session_id=None,
            action=action,
            target=target,
            outcome=outcome,
            at=real_now(),
        )
    )
    if made:
        await take_in_customer(work, made)
    if work.scope.customer_id:
        await Picture(work.session).raise_counter(work.scope, owner)
