"""The limit of memory: FastAPI, SQLAlchemy and FastStream in a process that has used each of them."""

import asyncio
import sys

import uvicorn
from fastapi import FastAPI
from faststream.rabbit import RabbitBroker
from foyer_shared.process import fast_loop
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine


async def _run(database_url: str, amqp_url: str, port: str) -> None:
    engine = create_async_engine(make_url(database_url).set(drivername="postgresql+asyncpg"))
    broker = RabbitBroker(amqp_url, logger=None)
    app = FastAPI()

    @broker.subscriber("load.idle")
    async def read(_: str) -> None:
        """Nothing comes."""

    @app.get("/")
    async def one() -> dict[str, int]:
        async with engine.connect() as connection:
            return {"one": (await connection.execute(text("SELECT 1"))).scalar_one()}

    await broker.start()
    config = uvicorn.Config(app, port=int(port), log_config=None, access_log=False, ws="none")
    await uvicorn.Server(config).serve()
    await broker.stop()
    await engine.dispose()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        runner.run(_run(*sys.argv[1:]))
