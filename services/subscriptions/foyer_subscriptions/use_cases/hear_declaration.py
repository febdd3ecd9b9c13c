"""A declaration has come over the bus: carry it out, unless the portal's call has done so, or refuse it."""

from foyer_shared.basics.errors import Conflict, NotAllowed
from foyer_shared.basics.origin import Actor
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.errors import DeclarationRefused, SubscriptionNotFound
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.refuse_declaration import refuse_declaration
from foyer_subscriptions.use_cases.withdraw_subscription import withdraw_subscription


async def hear_declaration(
    work: Work,
    subscription_id: str,
    declaration: Declaration,
    *,
    declared_by: Actor,
    reason: str | None = None,
    message: str | None = None,
    promise: str | None = None,
) -> None:
    """Nobody waits for an answer: events tell what was decided. Raises NotYet where there is no such
    subscription, so that it is not dropped.
    """
    try:
        async with work.session.begin_nested():
            if declaration.is_withdrawal:
                await withdraw_subscription(
                    work, subscription_id, declaration, declared_by=declared_by, message=message
                )
            else:
                await apply_declaration(
                    work,
                    subscription_id,
                    declaration,
                    declared_by=declared_by,
                    reason=reason,
                    message=message,
                    promise=promise,
                )
    except SubscriptionNotFound as error:
        raise NotYet(f"{subscription_id} has not arrived") from error
    except DeclarationRefused:
        return
    except (Conflict, NotAllowed) as refusal:
        await refuse_declaration(
            work,
            subscription_id,
            declaration,
            refusal,
            declared_by=declared_by,
            reason=reason,
            message=message,
        )
