"""All clients of the services, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from foyer_shared.http.callers import CallerTokenMint
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.roles import AREAS
from foyer_portal_bff.gateways.entitlements import EntitlementsClient
from foyer_portal_bff.gateways.invoicing import InvoicingClient
from foyer_portal_bff.gateways.notifications import NotificationsClient
from foyer_portal_bff.gateways.payments import PaymentsClient
from foyer_portal_bff.gateways.refund_requests import RefundRequestsClient
from foyer_portal_bff.gateways.subscriptions import SubscriptionsClient
from foyer_portal_bff.gateways.support import SupportClient


@dataclass(frozen=True, slots=True)
class Services:
    """Whom the portal asks; the field names are the areas of `domain.roles`, and parts of them."""

    subscriptions: SubscriptionsClient
    entitlements: EntitlementsClient
    invoicing: InvoicingClient
    payments: PaymentsClient
    support: SupportClient
    refund_requests: RefundRequestsClient
    notifications: NotificationsClient
    sandbox: ServiceClient
    """The sandbox provider, for its pages."""
    doors: Mapping[str, ServiceClient]
    """The plain client of each service by its name, to pass calls on as they are."""

    async def close(self) -> None:
        """Give all connections back."""
        for door in (*self.doors.values(), self.sandbox):
            await door.close()


def open_services(
    urls: Mapping[str, str],
    mint: CallerTokenMint,
    *,
    sandbox_url: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Services:
    """Clients for the services at these addresses, and for the sandbox provider at its own or in payments;
    `transport` is another way to reach them.
    """
    doors = {area: ServiceClient(urls[area], area, mint, transport=transport) for area in AREAS}
    return Services(
        subscriptions=SubscriptionsClient(doors["subscriptions"]),
        entitlements=EntitlementsClient(doors["subscriptions"]),
        invoicing=InvoicingClient(doors["invoicing"]),
        payments=PaymentsClient(doors["payments"]),
        support=SupportClient(doors["support"]),
        refund_requests=RefundRequestsClient(doors["support"]),
        notifications=NotificationsClient(doors["notifications"]),
        sandbox=ServiceClient(sandbox_url or urls["payments"], "sandbox", mint, transport=transport),
        doors=doors,
    )
