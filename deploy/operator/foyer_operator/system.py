"""The installation that the tool works on: its database, its bus, and how to say that they are away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from foyer_shared.local_servers.running import running_postgres, running_rabbitmq
from foyer_shared.messaging.open_transport import open_transport
from foyer_shared.messaging.transport import Transport, TransportAway
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import metadata_of
from foyer_shared.telemetry.logs import setup_logs
from pydantic import SecretStr, ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from foyer_operator.settings import OperatorSettings

Result = TypeVar("Result")


class CannotOperate(Exception):
    """Something stands in the way; the text says in one line what."""


@dataclass(frozen=True, slots=True)
class System:
    """One installation: all services' schemas in one Postgres, and the bus between them."""

    database_url: str
    transport: Transport
    settings: OperatorSettings

    @contextlib.asynccontextmanager
    async def database(self, service: str) -> AsyncIterator[Database]:
        """The database as the service has it."""
        database = Database(self.database_url, metadata_of(service), pool_size=1)
        try:
            yield database
        finally:
            await database.close()


def on_the_system(work: Callable[[System], Awaitable[Result]]) -> Result:
    """Do something with the installation that the settings name; raises CannotOperate."""
    setup_logs("CRITICAL")  # What a library has to say is said by the one line.
    settings = _settings()
    with _in_one_line(settings):
        return asyncio.run(_with_system(settings, work))


async def _with_system(settings: OperatorSettings, work: Callable[[System], Awaitable[Result]]) -> Result:
    transport = open_transport(settings)
    await transport.start()
    try:
        return await work(System(settings.database_url.get_secret_value(), transport, settings))
    finally:
        await transport.stop()


def _settings() -> OperatorSettings:
    try:
        settings = OperatorSettings()
    except ValidationError as error:
        wrong = error.errors()[0]
        raise CannotOperate(f"FOYER_{str(wrong['loc'][0]).upper()}: {wrong['msg']}") from error
    return settings if settings.database_url.get_secret_value() else _of_the_local_run(settings)


def _of_the_local_run(settings: OperatorSettings) -> OperatorSettings:
    """With the servers that `make run` has started on the data folder."""
    folder = settings.data_dir.absolute()
    try:
        database_url, amqp_url = running_postgres(folder / "postgres"), running_rabbitmq(folder / "rabbitmq")
    except PermissionError as error:
        raise CannotOperate(f"The data in {folder} belongs to another user: {error.filename}.") from error
    if database_url is None:
        raise CannotOperate(
            f"Foyer does not run on {folder}: set FOYER_DATABASE_URL (and FOYER_AMQP_URL), start `make run`, "
            "or name its folder by FOYER_DATA_DIR."
        )
    found: dict[str, SecretStr] = {"database_url": SecretStr(database_url)}
    if amqp_url is not None and settings.amqp_url is None:
        found["amqp_url"] = SecretStr(amqp_url)
    return settings.model_copy(update=found)


@contextlib.contextmanager
def _in_one_line(settings: OperatorSettings) -> Iterator[None]:
    """Turn what servers and drivers raise into CannotOperate; no password gets into its text."""
    try:
        yield
    except TransportAway as error:
        raise CannotOperate(f"{_bus(settings)} does not answer.") from error
    except ArgumentError as error:
        raise CannotOperate("FOYER_DATABASE_URL is no address of a database.") from error
    except SQLAlchemyError as error:
        if is_away(error):
            raise CannotOperate(f"{_database(settings)} does not answer.") from error
        raise CannotOperate(f"{_database(settings)} refuses: {_first_line(error)}") from error
    except OSError as error:
        raise CannotOperate(f"{_database(settings)} does not answer.") from error
    except Exception as error:
        # What Postgres says against a connection comes from the driver as it is.
        if getattr(error, "sqlstate", None) is None:
            raise
        raise CannotOperate(f"{_database(settings)} refuses: {str(error).splitlines()[0]}") from error


def _first_line(error: SQLAlchemyError) -> str:
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return said.splitlines()[0].partition(">: ")[2] or said.splitlines()[0]


def _database(settings: OperatorSettings) -> str:
    url = make_url(settings.database_url.get_secret_value())
    return f"The database at {url.host}:{url.port or 5432}"


def _bus(settings: OperatorSettings) -> str:
    if settings.amqp_url is None:
        return _database(settings)
    url = make_url(settings.amqp_url.get_secret_value())
    return f"RabbitMQ at {url.host}:{url.port or 5672}"
