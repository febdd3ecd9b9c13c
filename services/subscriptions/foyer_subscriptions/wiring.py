"""Puts subscriptions together from its settings."""

import asyncio
from datetime import timedelta
from functools import partial

from foyer_shared.contracts.portal import ClockMoved
from foyer_shared.files.links import FileLinks
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.next_due import next_due_router
from foyer_shared.jobs import CLEANED_UP_EVERY
from foyer_shared.messaging.handlers import ringing
from foyer_shared.service import Job, Service
from foyer_shared.storage.database import Database

from foyer_subscriptions.api import ROUTERS
from foyer_subscriptions.api.files import UPLOADS
from foyer_subscriptions.gateways.goods_store import GoodsStore
from foyer_subscriptions.gateways.picture_store import PictureStore
from foyer_subscriptions.messages import HANDLERS
from foyer_subscriptions.settings import Settings
from foyer_subscriptions.storage.rows import Row
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from foyer_subscriptions.use_cases.deliver_pending_grants import deliver_pending_grants
from foyer_subscriptions.use_cases.find_next_due import find_next_due
from foyer_subscriptions.use_cases.forget_plan_quotes import forget_plan_quotes
from foyer_subscriptions.use_cases.spread_entitlements import spread_entitlements
from foyer_subscriptions.use_cases.spread_price_migrations import spread_price_migrations

NAME = "subscriptions"

HANDED_OVER_EVERY = timedelta(seconds=2)
"""How often those are looked for who wait for a file, a license key, a new entitlement or a new price."""


def build(settings: Settings) -> Service:
    """The service, ready to be run."""
    database = Database(
        settings.database_url.get_secret_value(), Row.metadata, pool_size=settings.database_pool
    )
    clock_moved = asyncio.Event()
    return Service(
        name=NAME,
        settings=settings,
        database=database,
        app=service_app(
            name=NAME,
            database=database,
            caller_check=CallerTokenCheck(settings.caller_keys),
            routers=[*ROUTERS, next_due_router(find_next_due)],
            streamed=UPLOADS,
            parts=[
                FileLinks(settings.file_link_key.get_secret_value(), NAME),
                GoodsStore(settings, largest=settings.largest_file),
                PictureStore(settings),
            ],
        ),
        handlers={**HANDLERS, ClockMoved: ringing(HANDLERS[ClockMoved], clock_moved)},
        jobs=[
            Job(
                "advance_due_subscriptions",
                settings.due_changes_every,
                partial(advance_due_subscriptions, database),
                clock_moved,
            ),
            Job("spread_entitlements", HANDED_OVER_EVERY, partial(spread_entitlements, database)),
            Job("spread_price_migrations", HANDED_OVER_EVERY, partial(spread_price_migrations, database)),
            Job("deliver_pending_grants", HANDED_OVER_EVERY, partial(deliver_pending_grants, database)),
            Job("forget_plan_quotes", CLEANED_UP_EVERY, partial(forget_plan_quotes, database)),
        ],
    )
