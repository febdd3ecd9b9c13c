"""What the portal does with the events of all services: it reads everything."""

from collections.abc import Mapping

from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerCreated, CustomerUpdated
from foyer_shared.contracts.subscriptions import (
    SubscriptionCanceled,
    SubscriptionCancellationRefused,
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
    SubscriptionCancellationWithdrawn,
    SubscriptionReactivated,
)
from foyer_shared.messaging.handlers import Handler

from foyer_portal_bff.messages.on_any_event import on_any_event
from foyer_portal_bff.messages.on_customer_anonymized import on_customer_anonymized
from foyer_portal_bff.messages.on_customer_created import on_customer_created
from foyer_portal_bff.messages.on_customer_updated import on_customer_updated
from foyer_portal_bff.messages.on_subscription_canceled import on_subscription_canceled
from foyer_portal_bff.messages.on_subscription_cancellation_refused import (
    on_subscription_cancellation_refused,
)
from foyer_portal_bff.messages.on_subscription_cancellation_requested import (
    on_subscription_cancellation_requested,
)
from foyer_portal_bff.messages.on_subscription_cancellation_scheduled import (
    on_subscription_cancellation_scheduled,
)
from foyer_portal_bff.messages.on_subscription_cancellation_withdrawn import (
    on_subscription_cancellation_withdrawn,
)
from foyer_portal_bff.messages.on_subscription_reactivated import on_subscription_reactivated

HANDLERS: Mapping[type[Event], Handler] = {
    Event: on_any_event,
    CustomerAnonymized: on_customer_anonymized,
    CustomerCreated: on_customer_created,
    CustomerUpdated: on_customer_updated,
    SubscriptionCanceled: on_subscription_canceled,
    SubscriptionCancellationRefused: on_subscription_cancellation_refused,
    SubscriptionCancellationRequested: on_subscription_cancellation_requested,
    SubscriptionCancellationScheduled: on_subscription_cancellation_scheduled,
    SubscriptionCancellationWithdrawn: on_subscription_cancellation_withdrawn,
    SubscriptionReactivated: on_subscription_reactivated,
}
"""An event with a handler of its own does not come to `on_any_event`."""
