"""A customer's cancellation, whether the portal has recorded a declaration of it or not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from foyer_shared.basics.errors import Conflict, NotAllowed
from foyer_shared.http.door import Door
from foyer_shared.http.idempotency import IdempotencyKeyReused
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.bodies import OwnCancelBody
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.refuse_declaration import refuse_declaration


async def cancel_own(work: Work, subscription_id: str, asked: OwnCancelBody) -> tuple[Subscription, Outlook]:
    """Cancel it now, or as of the declaration's arrival."""
    if asked.declaration is None:
        return await cancel_subscription(
            work,
            subscription_id,
            by=PausedBy.CUSTOMER,
            when=asked.when,
            reason=asked.reason,
            message=asked.message,
            promise=asked.promised,
        )
    return await apply_declaration(
        work,
        subscription_id,
        asked.declaration.declaration,
        declared_by=work.actor,
        reason=asked.reason,
        message=asked.message,
        promise=asked.promise,
    )


@asynccontextmanager
async def keeping_refusal(door: Door, subscription_id: str, asked: OwnCancelBody) -> AsyncIterator[None]:
    """A refusal of what was declared is kept, so that the event, which comes too, decides nothing else."""
    try:
        yield
    except IdempotencyKeyReused:
        raise
    except (Conflict, NotAllowed) as refusal:
        if asked.declaration:
            async with door.writing() as work:
                await refuse_declaration(
                    work,
                    subscription_id,
                    asked.declaration.declaration,
                    refusal,
                    declared_by=work.actor,
                    reason=asked.reason,
                    message=asked.message,
                )
        raise
