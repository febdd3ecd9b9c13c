"""Puts the sandbox provider together: its app, and the jobs that make time pass and webhooks go out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from fastapi import FastAPI
from foyer_shared.basics.clock import real_now
from foyer_shared.http.access_log import AccessLog
from foyer_shared.http.app import NO_OTHER_SPANS, add_routers
from foyer_shared.http.body_limit import BodyLimit
from foyer_shared.http.problems import add_problem_handlers
from foyer_shared.service import Hook, Job
from foyer_shared.storage.sealing import Seal
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from foyer_sandbox_provider.api import doors, pages
from foyer_sandbox_provider.api.desk import Desk
from foyer_sandbox_provider.gateways.webhook_post import WebhookPost
from foyer_sandbox_provider.use_cases.send_webhooks import send_webhooks
from foyer_sandbox_provider.use_cases.settle_due import settle_due

NAME = "sandbox-provider"
PATH = "/sandbox"
"""Where its app is mounted."""
OFTEN = timedelta(seconds=0.5)
"""How often its jobs look for what is due."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What runs it: the app below PATH, jobs, and what to call at the end."""

    app: FastAPI
    jobs: Sequence[Job]
    close: Hook


def build_provider(
    engine: AsyncEngine, seal: Seal, *, webhooks_url: str, settles_after: timedelta = timedelta(seconds=2)
) -> Provider:
    """On a database whose tables are there. `settles_after` is how long its banks take, in real time."""
    app = FastAPI(
        title=NAME, version="1", openapi_url=None, docs_url=None, redoc_url=None, telemetry=NO_OTHER_SPANS
    )
    bell = asyncio.Event()
    app.state.desk = Desk(engine, seal, settles_after, bell)
    add_problem_handlers(app)
    add_routers(app, [doors.router, pages.router])
    app.add_middleware(BodyLimit)
    app.add_middleware(AccessLog, service=NAME)
    post = WebhookPost(webhooks_url)
    return Provider(
        app=app,
        jobs=[
            Job("sandbox_banks", OFTEN, partial(_settle, engine, settles_after, bell)),
            Job("sandbox_webhooks", OFTEN, partial(_send, engine, seal, post), bell),
        ],
        close=post.close,
    )


async def _settle(engine: AsyncEngine, settles_after: timedelta, bell: asyncio.Event) -> int:
    async with AsyncSession(engine) as session, session.begin():
        done = await settle_due(session, real_now(), settles_after)
    if done:
        bell.set()
    return done


async def _send(engine: AsyncEngine, seal: Seal, post: WebhookPost) -> int:
    return await send_webhooks(engine, seal, post, real_now())
