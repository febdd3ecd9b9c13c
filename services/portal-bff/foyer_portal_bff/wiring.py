"""Puts the portal together from its settings."""

from datetime import timedelta
from functools import partial

import httpx
from fastapi import FastAPI
from foyer_shared.basics.clock import real_now
from foyer_shared.http.access_log import AccessLog
from foyer_shared.http.app import NO_OTHER_SPANS, add_routers, service_app
from foyer_shared.http.body_limit import BodyLimit
from foyer_shared.http.callers import CallerTokenCheck, CallerTokenMint
from foyer_shared.http.problems import add_problem_handlers
from foyer_shared.messaging.open_transport import open_fanout
from foyer_shared.service import Job, Service
from foyer_shared.storage.database import Database

from foyer_portal_bff.api.headers import SecurityHeaders
from foyer_portal_bff.api.portal import Portal
from foyer_portal_bff.api.routers import json_routers
from foyer_portal_bff.domain.clock import Seen
from foyer_portal_bff.domain.edge import UPLOADS, WITH_FILES, WITH_LINES
from foyer_portal_bff.gateways.callers import clock_caller
from foyer_portal_bff.gateways.next_due import look_everywhere
from foyer_portal_bff.gateways.open_pages import OpenPages
from foyer_portal_bff.gateways.password_hashes import PasswordHashes
from foyer_portal_bff.gateways.readiness import Readiness
from foyer_portal_bff.gateways.services import open_services
from foyer_portal_bff.messages import HANDLERS
from foyer_portal_bff.messages.telling import telling
from foyer_portal_bff.pages import add_pages, answer_unexpected
from foyer_portal_bff.settings import Settings
from foyer_portal_bff.storage.rows import Row
from foyer_portal_bff.use_cases.confirm_arrivals import confirm_arrivals
from foyer_portal_bff.use_cases.match_declarations import match_declarations
from foyer_portal_bff.use_cases.step_clocks import step_clocks
from foyer_portal_bff.use_cases.tidy_up import tidy_up

NAME = "portal-bff"


def build(settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None) -> Service:
    """The service, ready to be run; `transport` is another way to reach the services."""
    database = Database(
        settings.database_url.get_secret_value(), Row.metadata, pool_size=settings.database_pool
    )
    mint = CallerTokenMint(settings.caller_private_key.read_text())
    urls = settings.service_urls()
    portal = Portal(
        settings=settings,
        database=database,
        services=open_services(urls, mint, sandbox_url=settings.sandbox_url, transport=transport),
        readiness=Readiness(urls, transport=transport),
        pages=OpenPages(open_fanout(settings)),
        passwords=PasswordHashes(),
    )
    app = service_app(
        name=NAME, database=database, caller_check=CallerTokenCheck(settings.caller_keys), routers=[]
    )

    async def look(business_id: str) -> list[Seen]:
        caller = clock_caller(business_id)
        return await look_everywhere(portal.services.doors, caller, database, app.state.transport)

    return Service(
        name=NAME,
        settings=settings,
        database=database,
        app=app,
        handlers=telling(HANDLERS, portal.pages.tell),
        jobs=[
            Job("tidy_up", timedelta(hours=1), partial(_tidy_up, database)),
            Job("step_clocks", timedelta(seconds=1), partial(step_clocks, database, look)),
            Job("match_declarations", timedelta(seconds=2), partial(_match_declarations, database)),
            Job("confirm_arrivals", timedelta(seconds=20), partial(_confirm_arrivals, database)),
        ],
        public_app=public_app(portal),
        public_port=settings.public_port,
        on_start=[portal.pages.start],
        before_stop=[portal.pages.end_streams],
        on_stop=[portal.services.close, portal.readiness.close, portal.pages.stop],
    )


def public_app(portal: Portal) -> FastAPI:
    """The only app that the world sees: JSON doors, pages, and headers on every answer."""
    app = FastAPI(
        title="Foyer",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry=NO_OTHER_SPANS,
    )
    app.state.portal = portal
    add_problem_handlers(app)
    add_pages(app)
    add_routers(app, json_routers(sandbox=portal.is_sandbox))
    app.add_middleware(BodyLimit, streamed=UPLOADS, with_lines=WITH_LINES, with_files=WITH_FILES)
    app.add_middleware(AccessLog, service=NAME, on_unexpected=answer_unexpected)
    app.add_middleware(SecurityHeaders)
    return app


async def _tidy_up(database: Database) -> int:
    return await tidy_up(database, real_now())


async def _match_declarations(database: Database) -> int:
    return await match_declarations(database, real_now())


async def _confirm_arrivals(database: Database) -> int:
    return await confirm_arrivals(database, real_now())
