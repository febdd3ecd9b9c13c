"""A subscription is for more or for less of the same."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionQuantityChanged
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.invoice_plan_change import invoice_plan_change


async def on_subscription_quantity_changed(
    work: Work, event: SubscriptionQuantityChanged, _: Envelope
) -> None:
    """Invoice what is due now; the rest was paid before, or goes on the next invoice."""
    if event.due == "now":
        await invoice_plan_change(work, event)
