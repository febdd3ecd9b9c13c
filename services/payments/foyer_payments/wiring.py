"""Puts payments together from its settings."""

from functools import partial

from foyer_sandbox_provider.provider import PATH, Provider, build_provider
from foyer_shared.basics.clock import real_now
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.next_due import next_due_router
from foyer_shared.jobs import CLEANED_UP_EVERY
from foyer_shared.service import Job, Service
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal

from foyer_payments.api import customer, payment_methods
from foyer_payments.api.mandates import mandates_router
from foyer_payments.api.provider_accounts import provider_accounts_router
from foyer_payments.messages import HANDLERS
from foyer_payments.settings import Settings
from foyer_payments.storage.rows import Row
from foyer_payments.use_cases.forget_mandates import forget_mandates

NAME = "payments"


def build(settings: Settings) -> Service:
    """The service, ready to be run."""
    database = Database(
        settings.database_url.get_secret_value(), Row.metadata, pool_size=settings.database_pool
    )
    seal = Seal([key.get_secret_value() for key in settings.seal_keys])
    sandbox = _sandbox(settings, database, seal)
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
                payment_methods.router,
                mandates_router(seal),
                provider_accounts_router(seal),
                next_due_router(),
            ],
        ),
        handlers=HANDLERS,
        jobs=[
            Job("forget_mandates", CLEANED_UP_EVERY, partial(_forget_mandates, database)),
            *(sandbox.jobs if sandbox else ()),
        ],
        beside={PATH: sandbox.app} if sandbox else {},
        on_stop=[sandbox.close] if sandbox else [],
    )


def _sandbox(settings: Settings, database: Database, seal: Seal) -> Provider | None:
    """The sandbox provider, where it is to run in this process: known to the rest by its address alone."""
    if settings.mode != "sandbox" or settings.sandbox_apart:
        return None
    return build_provider(
        database.engine,
        seal,
        webhooks_url=settings.sandbox_webhooks_url,
        settles_after=settings.sandbox_settles_after,
    )


async def _forget_mandates(database: Database) -> int:
    return await forget_mandates(database, real_now())
