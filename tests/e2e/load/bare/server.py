"""The limit of pages and commands: uvicorn, FastAPI, asyncpg and Jinja2, and nothing else."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import asyncpg  # type: ignore[import-untyped]  # It has no type marker.
import uvicorn
from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from foyer_shared.process import fast_loop
from jinja2 import Environment, FileSystemLoader

TABLES = """
CREATE TABLE page (id int PRIMARY KEY, title text NOT NULL, lines jsonb NOT NULL);
CREATE TABLE thing (id int PRIMARY KEY, state text NOT NULL, changed_at timestamptz);
CREATE TABLE note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,
    body bytea NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO thing SELECT number, 'active' FROM generate_series(0, 999) AS number;
"""
POOL = 10
"""Connections, as a Foyer process has by default."""

_templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, auto_reload=False)
_page = _templates.get_template("page.html")
_BODY = b'{"subscription": "of about the size of an event"}' * 20


def app_on(database_url: str) -> FastAPI:
    """One row and one render; two tables and one commit."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database_url, min_size=POOL, max_size=POOL) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/page/{number}")
    async def page(request: Request, number: int) -> Response:
        row = await request.app.state.pool.fetchrow("SELECT title, lines FROM page WHERE id = $1", number)
        return HTMLResponse(_page.render(title=row["title"], lines=json.loads(row["lines"])))

    @app.post("/things/{number}")
    async def change(
        request: Request, number: int, state: Annotated[str, Form()], key: Annotated[str, Form()]
    ) -> Response:
        async with request.app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "UPDATE thing SET state = $2, changed_at = now() WHERE id = $1", number, state
            )
            await connection.execute("INSERT INTO note (key, body) VALUES ($1, $2)", key, _BODY)
        return RedirectResponse(f"/page/{number}", 303)

    return app


if __name__ == "__main__":
    url, port = sys.argv[1:]
    server = uvicorn.Server(
        uvicorn.Config(app_on(url), port=int(port), log_config=None, access_log=False, ws="none")
    )
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        runner.run(server.serve())
