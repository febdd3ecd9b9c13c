"""A subscription ended before its time."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCanceled
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.use_cases.close_subscription_account import close_subscription_account


async def on_subscription_canceled(work: Work, event: SubscriptionCanceled, _: Envelope) -> None:
    """Charge what was still to be charged, and give back what comes back."""
    await close_subscription_account(
        work,
        event.subscription,
        charged=(*event.lines, *event.usage_lines),
        credited=event.credit_lines,
        credit_to=CreditTo(event.credit_to) if event.credit_to else None,
    )
