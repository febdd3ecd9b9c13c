"""All clients of the services, side by side."""

from dataclasses import dataclass

from foyer_portal_bff.gateways.invoicing import InvoicingClient
from foyer_portal_bff.gateways.notifications import NotificationsClient
from foyer_portal_bff.gateways.payments import PaymentsClient
from foyer_portal_bff.gateways.subscriptions import SubscriptionsClient
from foyer_portal_bff.gateways.support import SupportClient


@dataclass(frozen=True, slots=True)
class Services:
    """Whom the portal asks; the field names are the areas of `domain.roles`."""

    subscriptions: SubscriptionsClient
    invoicing: InvoicingClient
    payments: PaymentsClient
    support: SupportClient
    notifications: NotificationsClient
