"""The six services, put together for one process."""

from collections.abc import Mapping
from typing import Any

from foyer_invoicing.settings import Settings as InvoicingSettings
from foyer_invoicing.wiring import build as build_invoicing
from foyer_notifications.settings import Settings as NotificationsSettings
from foyer_notifications.wiring import build as build_notifications
from foyer_payments.settings import Settings as PaymentsSettings
from foyer_payments.wiring import build as build_payments
from foyer_portal_bff.settings import Settings as PortalSettings
from foyer_portal_bff.wiring import build as build_portal
from foyer_shared.local_servers.processes import free_port
from foyer_shared.service import Service
from foyer_subscriptions.settings import Settings as SubscriptionsSettings
from foyer_subscriptions.wiring import build as build_subscriptions
from foyer_support.settings import Settings as SupportSettings
from foyer_support.wiring import build as build_support

from foyer_local.secrets import LocalSecrets
from foyer_local.settings import LocalSettings

BEHIND_THE_PORTAL = ("subscriptions", "invoicing", "payments", "support", "notifications")
NAMES = (*BEHIND_THE_PORTAL, "portal-bff")
REPLY_ADDRESS = "reply@foyer.localhost"
"""No mail comes there: the mailbox page sends what is written below a mail."""


def build_services(
    settings: LocalSettings, secrets: LocalSecrets, *, database_url: str, amqp_url: str | None
) -> dict[str, Service]:
    """Each service by its name, on a free loopback port of its own; the portal's public port is asked for."""
    common = {
        "database_url": database_url,
        "amqp_url": amqp_url,
        "caller_keys": secrets.caller_keys,
        "mode": "sandbox",
        "log_level": settings.log_level,
        "otlp_endpoint": settings.otlp_endpoint,
    }
    ports = {name: free_port() for name in BEHIND_THE_PORTAL}
    files = {"files_url": (settings.data_dir / "files").resolve().as_uri()}
    links = {"file_link_key": secrets.file_link_key}
    sealing = {"seal_keys": [secrets.seal_key]}
    replies = {"reply_address": REPLY_ADDRESS, "reply_keys": [secrets.reply_key]}
    sandbox = {
        "sandbox_url": f"http://127.0.0.1:{ports['payments']}",
        "sandbox_webhooks_url": f"http://127.0.0.1:{settings.port}",
    }
    portal = {
        "caller_private_key": secrets.caller_private_key,
        "hash_key": secrets.hash_key,
        "installation_key": secrets.installation_key,
        "public_port": settings.port,
    } | {f"{name}_url": f"http://127.0.0.1:{port}" for name, port in ports.items()}

    def own(name: str, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {**common, "port": ports.get(name, 0), **(more or {})}

    services = [
        build_subscriptions(SubscriptionsSettings.model_validate(own("subscriptions", files | links))),
        build_invoicing(InvoicingSettings.model_validate(own("invoicing", files))),
        build_payments(PaymentsSettings.model_validate(own("payments", sealing | sandbox))),
        build_support(SupportSettings.model_validate(own("support", files | replies))),
        build_notifications(NotificationsSettings.model_validate(own("notifications", sealing | replies))),
        build_portal(PortalSettings.model_validate(own("portal-bff", portal))),
    ]
    return {service.name: service for service in services}
