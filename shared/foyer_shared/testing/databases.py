"""Fresh databases for tests, cloned from a template that the migrations made once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import MetaData, NullPool, create_engine, make_url
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import CreateSchema

from foyer_shared.storage.migrations import migrate


class TemplatedDatabases:
    """The databases of one test run on one server; `close` drops those that are left."""

    def __init__(self, server_url: str) -> None:
        self._server_url = make_url(server_url).set(drivername="postgresql")
        self._connection = psycopg.connect(self._text(self._server_url.database), autocommit=True)
        self._templates: dict[str, str] = {}

    def clone(self, *services: str | MetaData) -> str:
        """The URL of a new database with the tables of services, by their names, or with just these."""
        key = " ".join(each if isinstance(each, str) else f"{each.schema}-{id(each)}" for each in services)
        if key not in self._templates:
            self._templates[key] = self._template(services)
        return self._text(self._create(self._templates[key]))

    def copy(self, url: str) -> str:
        """The URL of a new database with all that is in one of these, to which nobody is connected."""
        return self._text(self._create(str(make_url(url).database)))

    def drop(self, url: str) -> None:
        """Drop one of them, whoever is connected."""
        name = Identifier(str(make_url(url).database))
        self._connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def close(self) -> None:
        """Drop the templates and let go of the server."""
        for name in self._templates.values():
            self.drop(self._text(name))
        self._connection.close()

    def _template(self, services: Sequence[str | MetaData]) -> str:
        name = self._create("template1")
        for service in services:
            self._make_tables(self._text(name), service)
        return name

    def _make_tables(self, url: str, service: str | MetaData) -> None:
        if isinstance(service, str):
            migrate(url, service)
            return
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(CreateSchema(str(service.schema)))
            service.create_all(connection)

    def _create(self, template: str) -> str:
        name = f"foyer_test_{uuid4().hex}"
        statement = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._connection.execute(statement.format(Identifier(name), Identifier(template)))
        return name

    def _text(self, database: str | None) -> str:
        return self._server_url.set(database=database).render_as_string(hide_password=False)


@contextmanager
def statements_compiled_once() -> Iterator[None]:
    """Engines made inside share what they compile: half of a test's time went into compiling all anew.

    SQLAlchemy keeps compiled statements by dialect, and each engine has one of its own; they are all alike.
    """
    statements: dict[Any, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PGDialect_asyncpg, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(PGDialect_asyncpg, "__hash__", lambda one: hash(type(one)))
        make_engine = partial(create_async_engine, execution_options={"compiled_cache": statements})
        patch.setattr("foyer_shared.storage.database.create_async_engine", make_engine)
        yield
