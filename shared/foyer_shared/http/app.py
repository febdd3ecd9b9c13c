"""Makes a service's FastAPI app: doors, problem documents, access log; nothing is open unless guarded."""

import re
from collections.abc import Iterable, Sequence

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig

from foyer_shared.http.access_log import AccessLog
from foyer_shared.http.body_limit import BodyLimit
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.door import Doorway
from foyer_shared.http.problems import add_problem_handlers
from foyer_shared.storage.database import Database

NO_OTHER_SPANS: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI's own spans hold paths and query strings, where a link's code may be. AccessLog makes ours."""


def service_app(
    *,
    name: str,
    database: Database,
    caller_check: CallerTokenCheck,
    routers: Sequence[APIRouter],
    streamed: re.Pattern[str] | None = None,
    with_lines: re.Pattern[str] | None = None,
    parts: Iterable[object] = (),
) -> FastAPI:
    """The app of a service's private port. It has no pages of documentation, only `/openapi.json`. Bodies at
    `streamed` paths may be of any size: those doors pass them on piece by piece. Those at `with_lines` paths
    may hold as many lines as an invoice has. Doors find the `parts` by their kinds.
    """
    app = FastAPI(title=name, version="1", docs_url=None, redoc_url=None, telemetry=NO_OTHER_SPANS)
    app.state.doorway = Doorway(name, database, caller_check)
    app.state.parts = {type(part): part for part in parts}
    add_problem_handlers(app)
    add_routers(app, routers)
    app.add_middleware(BodyLimit, streamed=streamed, with_lines=with_lines)
    app.add_middleware(AccessLog, service=name)
    return app


def add_routers(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Add their routes as they are. `include_router` makes each a second time, with all its models, in case
    the app adds a prefix or dependencies to it: a second of work in the portal.
    """
    for router in routers:
        app.router.routes.extend(router.routes)
