"""A period of a subscription that is charged began."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPeriodStarted
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.invoice_period import invoice_period


async def on_subscription_period_started(work: Work, event: SubscriptionPeriodStarted, _: Envelope) -> None:
    """Invoice what it costs."""
    await invoice_period(work, event)
