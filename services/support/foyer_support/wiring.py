"""Puts support together from its settings."""

import re
from functools import partial

from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.next_due import next_due_router
from foyer_shared.jobs import CLEANED_UP_EVERY
from foyer_shared.service import Job, Service
from foyer_shared.storage.database import Database

from foyer_support.api import attachments, canned_answers, customer, inbound_mail, refund_requests, tickets
from foyer_support.gateways.attachment_store import AttachmentStore
from foyer_support.gateways.imap import ImapMailbox
from foyer_support.messages import HANDLERS
from foyer_support.settings import Settings
from foyer_support.storage.rows import Row
from foyer_support.use_cases.fetch_mails import fetch_mails
from foyer_support.use_cases.sweep_attachments import sweep_attachments
from foyer_support.use_cases.take_mail import LetterBox

NAME = "support"


def build(settings: Settings) -> Service:
    """The service, ready to be run."""
    database = Database(
        settings.database_url.get_secret_value(), Row.metadata, pool_size=settings.database_pool
    )
    store = AttachmentStore(settings)
    box = LetterBox(database, store, settings.reply_addresses)
    return Service(
        name=NAME,
        settings=settings,
        database=database,
        app=service_app(
            name=NAME,
            database=database,
            caller_check=CallerTokenCheck(settings.caller_keys),
            routers=[
                customer.router,
                refund_requests.customer_router,
                tickets.router,
                attachments.router,
                inbound_mail.router,
                canned_answers.router,
                refund_requests.router,
                next_due_router(),
            ],
            streamed=re.compile(f"{attachments.UPLOADS.pattern}|{inbound_mail.INBOUND_MAIL}"),
            parts=[store, box],
        ),
        handlers=HANDLERS,
        jobs=[
            Job("sweep_attachments", CLEANED_UP_EVERY, partial(sweep_attachments, database, store)),
            *_reading(settings, box),
        ],
    )


def _reading(settings: Settings, box: LetterBox) -> list[Job]:
    """The job that reads the mailbox, where there is one."""
    server = settings.imap_server
    if server is None:
        return []
    tries: dict[str, int] = {}
    return [Job("fetch_mails", settings.imap_every, partial(fetch_mails, box, ImapMailbox(server), tries))]
