"""Puts notifications together from its settings."""

import asyncio
from datetime import timedelta
from functools import partial

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.portal import ClockMoved
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.next_due import next_due_router
from foyer_shared.jobs import CLEANED_UP_EVERY
from foyer_shared.messaging.handlers import ringing
from foyer_shared.service import Job, Service
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal

from foyer_notifications.api import announcements, bounces, business, customer, mailbox, message_templates
from foyer_notifications.api.contacts import contacts_router
from foyer_notifications.api.internal_messages import internal_messages_router
from foyer_notifications.api.invoice_links import invoice_links_router
from foyer_notifications.api.preferences import preferences_router
from foyer_notifications.api.webhooks import webhooks_router
from foyer_notifications.gateways.mail_gateway import MailGateway
from foyer_notifications.gateways.mail_templates import mail_templates
from foyer_notifications.gateways.mailbox import MailboxGateway
from foyer_notifications.gateways.smtp import SmtpGateway
from foyer_notifications.gateways.webhook_post import WebhookPost
from foyer_notifications.messages.public_events import ALL_HANDLERS
from foyer_notifications.settings import Settings
from foyer_notifications.storage.rows import Row
from foyer_notifications.use_cases.deliver_due_webhooks import Courier, deliver_due_webhooks
from foyer_notifications.use_cases.find_next_due import find_next_due
from foyer_notifications.use_cases.forget_old_messages import forget_old_messages
from foyer_notifications.use_cases.forget_old_webhooks import forget_old_webhooks
from foyer_notifications.use_cases.keep_mail import keep_mail
from foyer_notifications.use_cases.measure_webhooks import measure_webhooks
from foyer_notifications.use_cases.send_due_messages import send_due_messages
from foyer_notifications.use_cases.tell_due_announcements import tell_due_announcements

NAME = "notifications"
_SOON = timedelta(seconds=10)
"""How late customers' pages may be told that the time of an announcement has come."""

_MEASURED_EVERY = timedelta(seconds=15)


def build(settings: Settings) -> Service:
    """The service, ready for any role."""
    database = Database(
        settings.database_url.get_secret_value(), Row.metadata, pool_size=settings.database_pool
    )
    seal = Seal([key.get_secret_value() for key in settings.seal_keys])
    courier = Courier(database, WebhookPost(allow_private=settings.webhooks_allow_private), seal)
    clock_moved = asyncio.Event()
    routers = [
        announcements.router,
        customer.router,
        business.router,
        bounces.router,
        message_templates.router,
        internal_messages_router(seal),
        preferences_router(seal),
        contacts_router(seal),
        invoice_links_router(seal),
        webhooks_router(seal, allow_private=settings.webhooks_allow_private),
        next_due_router(find_next_due),
    ]
    if settings.mode == "sandbox":
        routers.append(mailbox.router)
    return Service(
        name=NAME,
        settings=settings,
        database=database,
        app=service_app(
            name=NAME,
            database=database,
            caller_check=CallerTokenCheck(settings.caller_keys),
            routers=routers,
        ),
        handlers={**ALL_HANDLERS, ClockMoved: ringing(ALL_HANDLERS[ClockMoved], clock_moved)},
        jobs=[
            Job(
                "send_due_messages",
                settings.send_every,
                partial(
                    send_due_messages,
                    database,
                    _gateway(settings, database),
                    seal,
                    settings.reply_addresses,
                ),
            ),
            Job("deliver_due_webhooks", settings.send_every, partial(deliver_due_webhooks, courier)),
            Job(
                "tell_due_announcements",
                _SOON,
                partial(tell_due_announcements, database),
                clock_moved,
            ),
            Job("measure_webhooks", _MEASURED_EVERY, partial(_measure_webhooks, database)),
            Job("forget_old_messages", CLEANED_UP_EVERY, partial(_forget_old_messages, database)),
            Job("forget_old_webhooks", CLEANED_UP_EVERY, partial(_forget_old_webhooks, database)),
        ],
        on_start=[_compile_templates],
        on_stop=[courier.stop],
    )


def _gateway(settings: Settings, database: Database) -> MailGateway:
    server = settings.mail_server
    if server is None:
        return MailboxGateway(partial(keep_mail, database))
    return SmtpGateway(server, sender=settings.mail_from)


async def _measure_webhooks(database: Database) -> int:
    await measure_webhooks(database, real_now())
    return 0


async def _forget_old_messages(database: Database) -> int:
    return await forget_old_messages(database, real_now())


async def _forget_old_webhooks(database: Database) -> int:
    return await forget_old_webhooks(database, real_now())


async def _compile_templates() -> None:
    """At start, so that a broken template stops the process and no customer waits for the first mail."""
    mail_templates()
