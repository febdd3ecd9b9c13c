"""A subscription is paused."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPaused
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.use_cases.close_subscription_account import close_subscription_account


async def on_subscription_paused(work: Work, event: SubscriptionPaused, _: Envelope) -> None:
    """Give back what comes back."""
    await close_subscription_account(
        work,
        event.subscription,
        credited=event.credit_lines,
        credit_to=CreditTo(event.credit_to) if event.credit_to else None,
    )
