"""How a cancellation looks from outside: what the confirmation says of it, before and after."""

from collections.abc import Sequence

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.models import Answer, Moment
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.answers import (
    LinkedServiceAnswer,
    OwnSubscriptionAnswer,
    SubscriptionAnswer,
)
from foyer_subscriptions.domain.cancellation_reasons import Reason
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscription import ChangeKind, PausedBy, Subscription
from foyer_subscriptions.storage.reasons import Reasons
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.read_cancellation import read_cancellation


class ReasonAnswer(Answer):
    """A reason to ask for; without a label in Foyer's own words."""

    code: str
    label: str | None


class ReasonsAnswer(Answer):
    """The reasons that the business asks for, in their order."""

    reasons: list[ReasonAnswer]

    @classmethod
    def of(cls, reasons: Sequence[Reason]) -> "ReasonsAnswer":
        return cls(reasons=[ReasonAnswer(code=reason.code, label=reason.label) for reason in reasons])


class ChargeAnswer(Answer):
    """A period that still begins before the end, without tax unless the prices include it."""

    at: Moment
    until: Moment
    amount: Amount


class CancellationAnswer(ReasonsAnswer):
    """When it ends, what is still charged until then, and what comes back. `outstanding` is what earlier
    changes of plan cost and is invoiced with the end; negative for a credit.
    """

    mode: str | None
    effective_at: Moment
    charges: list[ChargeAnswer]
    comes_back: Amount
    outstanding: Amount
    credit_to: str | None
    linked_services: list[LinkedServiceAnswer]
    promise: str | None
    """What to send along with the cancellation, so that it means this; None for one that waits."""

    @classmethod
    def about(
        cls,
        subscription: Subscription,
        plan: Outlook,
        reasons: Sequence[Reason],
        *,
        promise: Promise | None = None,
    ) -> "CancellationAnswer":
        cancellation = plan.change.cancellation
        credit_to = cancellation.credit_to if cancellation and plan.comes_back.amount else None
        return cls(
            **dict(ReasonsAnswer.of(reasons)),
            mode=cancellation.mode if cancellation else None,
            effective_at=plan.change.effective_at,
            charges=[
                ChargeAnswer(at=charge.at, until=charge.until, amount=Amount.of(charge.amount))
                for charge in plan.charges
            ],
            comes_back=Amount.of(plan.comes_back),
            outstanding=Amount.of(plan.outstanding),
            credit_to=credit_to,
            linked_services=LinkedServiceAnswer.all_of(subscription),
            promise=str(promise) if promise else None,
        )


class CanceledAnswer(SubscriptionAnswer):
    """The subscription after its cancellation was received."""

    cancellation: CancellationAnswer


class OwnCanceledAnswer(OwnSubscriptionAnswer):
    """The same for its customer."""

    cancellation: CancellationAnswer


async def preview(
    work: Work, subscription_id: str, *, by: PausedBy, promised: str | None = None
) -> CancellationAnswer:
    """What canceling would mean now, or what the cancellation that waits means; refuses when it is no longer
    what was promised.
    """
    subscriptions = Subscriptions(work.session)
    get = subscriptions.get_shown if by is PausedBy.CUSTOMER else subscriptions.get
    subscription = await get(work.scope, subscription_id)
    plan = await read_cancellation(
        work, subscription, by=by, promise=Promise.parse(promised) if promised else None
    )
    waits = subscription.waiting_of(ChangeKind.CANCEL)
    return CancellationAnswer.about(
        subscription,
        plan,
        await Reasons(work.session).get(work.scope),
        promise=None if waits else Promise.of(subscription, plan, now=work.now),
    )
