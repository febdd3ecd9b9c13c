"""Finds out how far the one task of a portal session is, and notes when it is done."""

from enum import StrEnum

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.portal_session import FlowType, PortalSession
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.services import Services
from foyer_portal_bff.storage.portal_sessions import PortalSessions


class Stage(StrEnum):
    """`processing`: its money is under way."""

    OPEN = "open"
    PROCESSING = "processing"
    COMPLETE = "complete"


_UNDER_WAY = frozenset({"created", "processing"})


async def follow_task(
    database: Database, services: Services, who: SignedIn, portal_session: PortalSession
) -> Stage:
    """Asks whoever owns what it led to. A payment that failed leaves the task open."""
    if portal_session.flow is None or portal_session.completed_at:
        return Stage.COMPLETE
    stage = await _stage(services, who, portal_session.flow.type, portal_session.result_id)
    if stage is Stage.COMPLETE:
        async with database.session() as session:
            await PortalSessions(session).complete(portal_session, real_now())
    return stage


async def _stage(services: Services, who: SignedIn, flow: FlowType, result_id: str | None) -> Stage:
    if result_id is None:
        return Stage.OPEN
    caller = customer_caller(who)
    match flow:
        case FlowType.INVOICE_PAY:
            payment = await services.payments.look_at_payment(caller, result_id)
            if payment.status == "succeeded":
                return Stage.COMPLETE
            return Stage.PROCESSING if payment.status in _UNDER_WAY else Stage.OPEN
        case FlowType.SUBSCRIPTION_UPDATE | FlowType.SUBSCRIPTION_UPDATE_CONFIRM:
            subscription = await services.subscriptions.one(caller, result_id)
            changes = subscription.pending_changes
            waits = any(change.plan and change.plan.awaiting_payment for change in changes)
            return Stage.PROCESSING if waits else Stage.COMPLETE
        case _:
            return Stage.COMPLETE
