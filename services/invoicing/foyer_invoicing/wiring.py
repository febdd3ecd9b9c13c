"""Puts invoicing together from its settings."""

import asyncio
from functools import partial

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.payments import MandateActivated, PaymentMethodAdded, PaymentMethodUpdated
from foyer_shared.contracts.portal import ClockMoved
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.next_due import next_due_router
from foyer_shared.jobs import CLEANED_UP_EVERY
from foyer_shared.messaging.handlers import ringing
from foyer_shared.service import Job, Service
from foyer_shared.storage.database import Database

from foyer_invoicing.api import ROUTERS, WITH_LINES
from foyer_invoicing.api.papers import Counter
from foyer_invoicing.api.vat_lookup import VatLookup
from foyer_invoicing.gateways.paper_store import PaperStore
from foyer_invoicing.gateways.press import Press
from foyer_invoicing.gateways.sandbox_vat_register import SandboxVatRegister
from foyer_invoicing.gateways.vat_register import VatRegister
from foyer_invoicing.gateways.vies import ViesRegister
from foyer_invoicing.messages import HANDLERS
from foyer_invoicing.settings import Settings
from foyer_invoicing.storage.rows import Row
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.find_next_due import find_next_due
from foyer_invoicing.use_cases.forget_expired_documents import forget_expired_documents
from foyer_invoicing.use_cases.forget_tax_quotes import forget_tax_quotes
from foyer_invoicing.use_cases.make_due_papers import make_due_papers
from foyer_invoicing.use_cases.verify_due_tax_ids import verify_due_tax_ids

NAME = "invoicing"

_MAKE_DUE = (ClockMoved, MandateActivated, PaymentMethodAdded, PaymentMethodUpdated)
"""After these something is to be collected at once, for which nobody should wait a minute."""


def build(settings: Settings) -> Service:
    """The service, ready to be run."""
    database = Database(
        settings.database_url.get_secret_value(), Row.metadata, pool_size=settings.database_pool
    )

    store = PaperStore(settings)
    register = _register(settings)
    dunning_bell = asyncio.Event()

    async def dun() -> int:
        return await dun_everywhere(database, now=real_now())

    async def forget_expired() -> int:
        return await forget_expired_documents(database, store, now=real_now())

    return Service(
        name=NAME,
        settings=settings,
        database=database,
        app=service_app(
            name=NAME,
            database=database,
            caller_check=CallerTokenCheck(settings.caller_keys),
            routers=[*ROUTERS, next_due_router(find_next_due)],
            parts=[Counter(store), VatLookup(on=register is not None)],
            with_lines=WITH_LINES,
        ),
        handlers={**HANDLERS, **{event: ringing(HANDLERS[event], dunning_bell) for event in _MAKE_DUE}},
        jobs=[
            Job("dun", settings.overdue_every, dun, dunning_bell),
            Job("make_due_papers", settings.papers_every, partial(make_due_papers, database, Press(), store)),
            Job("forget_expired_documents", CLEANED_UP_EVERY, forget_expired),
            Job("forget_tax_quotes", CLEANED_UP_EVERY, partial(forget_tax_quotes, database)),
            *_verification(settings, database, register),
        ],
    )


def _verification(settings: Settings, database: Database, register: VatRegister | None) -> list[Job]:
    if register is None:
        return []
    verify = partial(verify_due_tax_ids, database, register)
    return [Job("verify_due_tax_ids", settings.vat_ids_every, verify)]


def _register(settings: Settings) -> VatRegister | None:
    if settings.vies_url:
        return ViesRegister(settings.vies_url)
    return SandboxVatRegister() if settings.mode == "sandbox" else None
