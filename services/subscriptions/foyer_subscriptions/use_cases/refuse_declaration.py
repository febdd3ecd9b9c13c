"""A declared cancellation cannot be carried out: keep that, and tell it, so that somebody looks into it."""

from dataclasses import replace

from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.subscriptions import SubscriptionCancellationRefused
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.declaration import Decision, Declaration
from foyer_subscriptions.storage.decisions import Decisions
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.told import announce


async def refuse_declaration(
    work: Work,
    subscription_id: str,
    declaration: Declaration,
    refusal: FoyerError,
    *,
    declared_by: Actor,
    reason: str | None = None,
    message: str | None = None,
) -> None:
    """Once; what was decided before stays. Raises SubscriptionNotFound."""
    subscription = await Subscriptions(work.session).get_for_update(work.scope, subscription_id)
    decisions = Decisions(work.session)
    if await decisions.find(work.scope, declaration.id):
        return
    await decisions.add(
        work.scope,
        Decision(declaration_id=declaration.id, subscription_id=subscription.id, refusal=refusal.code),
    )
    own = Work(work.session, replace(work.origin, actor=declared_by))
    announce(
        own,
        SubscriptionCancellationRefused,
        subscription,
        declaration_id=declaration.id,
        receipt_number=declaration.number,
        received_at=declaration.received_at,
        code=refusal.code,
        reason=reason,
        message=message,
    )
    work.announced += own.announced
