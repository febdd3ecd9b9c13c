"""A period had begun though a cancellation had arrived before."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPeriodVoided
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.credit_voided_period import credit_voided_period


async def on_subscription_period_voided(work: Work, event: SubscriptionPeriodVoided, _: Envelope) -> None:
    """Give back all of its charge."""
    if event.lines:
        await credit_voided_period(
            work,
            subscription_id=event.subscription.subscription_id,
            period_start=event.period_start,
            quote_id=event.quote_id,
            reason=event.subscription.name,
        )
