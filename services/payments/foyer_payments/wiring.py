"""Puts payments together from its settings."""

import asyncio
from datetime import timedelta
from functools import partial

from foyer_sandbox_provider.provider import PATH, Provider, build_provider
from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.invoicing import CreditNoteIssued, InvoicePaymentDue
from foyer_shared.contracts.portal import ClockMoved
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.next_due import next_due_router
from foyer_shared.jobs import CLEANED_UP_EVERY
from foyer_shared.messaging.handlers import ringing
from foyer_shared.service import Job, Service
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal

from foyer_payments.api import approved_kinds, customer, notices_before, payment_methods, refunds
from foyer_payments.api.mandates import mandates_router
from foyer_payments.api.paying import paying_router
from foyer_payments.api.payment_setups import payment_setups_router
from foyer_payments.api.provider_accounts import provider_accounts_router
from foyer_payments.api.reconciliation import reconciliation_router
from foyer_payments.api.webhooks import webhooks_router
from foyer_payments.domain.provider_account import AccountKeys, ProviderAccount
from foyer_payments.domain.provider_account import Provider as Named
from foyer_payments.gateways.mollie import MollieProvider
from foyer_payments.gateways.provider_metrics import books_differ
from foyer_payments.gateways.providers import Providers
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from foyer_payments.gateways.stripe import StripeProvider
from foyer_payments.messages import HANDLERS
from foyer_payments.settings import Settings
from foyer_payments.storage.rows import Row
from foyer_payments.use_cases.carry_on_due import carry_on_due
from foyer_payments.use_cases.find_next_due import find_next_due
from foyer_payments.use_cases.forget_mandates import forget_mandates
from foyer_payments.use_cases.forget_notices import forget_notices
from foyer_payments.use_cases.lapse_mandates import lapse_mandates
from foyer_payments.use_cases.plan_reconciliations import plan_reconciliations
from foyer_payments.use_cases.reconcile_due import reconcile_due
from foyer_payments.use_cases.warn_of_expiry import warn_of_expiry

NAME = "payments"


CARRIED_ON_EVERY = timedelta(seconds=1)
RECONCILED_EVERY = timedelta(seconds=2)
SOON = timedelta(minutes=1)
"""A clock that is moved waits for what is due for some minutes at most."""


def build(settings: Settings, providers: Providers | None = None) -> Service:
    """The service, ready to be run; tests bring providers of their own."""
    database = Database(
        settings.database_url.get_secret_value(), Row.metadata, pool_size=settings.database_pool
    )
    seal = Seal([key.get_secret_value() for key in settings.seal_keys])
    sandbox = _sandbox(settings, database, seal)
    providers = providers or _providers(settings, seal)
    for provider in providers.openers:
        # Counted from nothing on: an alert sees an increase, and no counter that begins with the first one.
        books_differ.labels(provider)
    bell, expiry_bell, lapse_bell = asyncio.Event(), asyncio.Event(), asyncio.Event()
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
                notices_before.router,
                approved_kinds.router,
                reconciliation_router(database, providers),
                payment_setups_router(database, providers),
                paying_router(database, providers),
                refunds.router,
                webhooks_router(database, providers, bell),
                next_due_router(find_next_due),
            ],
        ),
        handlers={
            **HANDLERS,
            ClockMoved: ringing(HANDLERS[ClockMoved], bell, expiry_bell, lapse_bell),
            CreditNoteIssued: ringing(HANDLERS[CreditNoteIssued], bell),
            InvoicePaymentDue: ringing(HANDLERS[InvoicePaymentDue], bell),
        },
        jobs=[
            Job("carry_on_due", CARRIED_ON_EVERY, partial(carry_on_due, database, providers), bell),
            Job(
                "plan_reconciliations", CLEANED_UP_EVERY, partial(_plan_reconciliations, database, providers)
            ),
            Job("reconcile_due", RECONCILED_EVERY, partial(reconcile_due, database, providers)),
            Job("forget_notices", CLEANED_UP_EVERY, partial(forget_notices, database)),
            Job("warn_of_expiry", SOON, partial(warn_of_expiry, database), expiry_bell),
            Job("lapse_mandates", SOON, partial(lapse_mandates, database), lapse_bell),
            Job("forget_mandates", CLEANED_UP_EVERY, partial(_forget_mandates, database)),
            *(sandbox.jobs if sandbox else ()),
        ],
        beside={PATH: sandbox.app} if sandbox else {},
        on_stop=[*([sandbox.close] if sandbox else ()), providers.close],
    )


def _providers(settings: Settings, seal: Seal) -> Providers:
    """Those that there are."""

    def sandbox(account: ProviderAccount, keys: AccountKeys) -> SandboxProvider:
        return SandboxProvider(
            settings.sandbox_url, SandboxAccount(account.id, keys.api_key, keys.webhook_secret)
        )

    def stripe(_: ProviderAccount, keys: AccountKeys) -> StripeProvider:
        return StripeProvider(keys)

    def mollie(_: ProviderAccount, keys: AccountKeys) -> MollieProvider:
        return MollieProvider(keys)

    return Providers(seal, {Named.SANDBOX: sandbox, Named.STRIPE: stripe, Named.MOLLIE: mollie})


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


async def _plan_reconciliations(database: Database, providers: Providers) -> int:
    return await plan_reconciliations(database, providers.openers, real_now())
