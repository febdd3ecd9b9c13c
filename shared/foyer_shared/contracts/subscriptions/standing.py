"""What its invoices do to a subscription."""

from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.subscription import SubscriptionEvent


class SubscriptionPastDue(SubscriptionEvent, type="subscription.past_due", owner=OWNER):
    """An invoice of it is overdue."""

    invoice_id: str


class SubscriptionRecovered(SubscriptionEvent, type="subscription.recovered", owner=OWNER):
    """Nothing of it is overdue any more."""

    invoice_id: str


class SubscriptionSuspended(SubscriptionEvent, type="subscription.suspended", owner=OWNER):
    """Collecting an invoice of it has failed for good; billing stops until nothing is overdue."""

    invoice_id: str
