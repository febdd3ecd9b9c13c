"""The pytest fixtures that every room shares: servers, databases, settings, a browser."""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import MetaData

from foyer_shared.local_servers.postgres import throwaway_postgres
from foyer_shared.settings.process import ProcessSettings
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import metadata_of
from foyer_shared.testing.callers import a_key_pair
from foyer_shared.testing.databases import TemplatedDatabases, statements_compiled_once

pytest_plugins = [
    "foyer_shared.testing.missing",
    "foyer_shared.testing.rabbitmq",
    "foyer_shared.testing.browser",
    "foyer_shared.testing.promtool",
]

A_SEAL_KEY = "dGhlIHNlYWwga2V5IG9mIHRlc3RzOiAzMiBieXRlcy4="
MakeDatabase = Callable[[str | MetaData], Awaitable[Database]]
AnySettings = TypeVar("AnySettings", bound=ProcessSettings)


class SettingsFor(Protocol):
    """Settings of any service for its database in a test; `more` are further fields."""

    def __call__(self, settings: type[AnySettings], database: Database, **more: Any) -> AnySettings: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make snapshots` asks for."""
    parser.addoption("--write-snapshots", action="store_true", help="write the snapshots of event contracts")


def pytest_configure(config: pytest.Config) -> None:
    """Each client of httpx reads the system's certificates, for 40 ms, and most tests ask by plain http."""
    patch = pytest.MonkeyPatch()
    patch.setattr("httpx._transports.default.create_ssl_context", cache(httpx.create_ssl_context))
    config.add_cleanup(patch.undo)


def pytest_sessionstart() -> None:
    """SIGTERM, too, ends a run in an orderly way: what the fixtures have started is stopped."""
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("told to stop by SIGTERM", returncode=143))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server for the whole run: FOYER_TEST_DATABASE_URL, else a private one."""
    given = os.environ.get("FOYER_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with throwaway_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def databases(postgres_url: str) -> Iterator[TemplatedDatabases]:
    """The databases on it, for tests that want a URL and no `Database`."""
    databases = TemplatedDatabases(postgres_url)
    with statements_compiled_once():
        yield databases
    databases.close()


@pytest_asyncio.fixture
async def make_database(databases: TemplatedDatabases) -> AsyncIterator[MakeDatabase]:
    """Makes a fresh, migrated database of a service by its name, or one with the tables of a metadata."""
    made: list[tuple[str, Database]] = []

    async def make(service: str | MetaData) -> Database:
        url = databases.clone(service)
        database = Database(url, metadata_of(service) if isinstance(service, str) else service)
        made.append((url, database))
        return database

    yield make
    for url, database in made:
        await database.close()
        databases.drop(url)


@pytest.fixture(scope="session")
def caller_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JWK set that services check callers' tokens against; the portal's private JWK lies beside it."""
    folder = tmp_path_factory.mktemp("keys")
    private_key, public_keys = a_key_pair()
    (folder / "private.json").write_text(private_key)
    (folder / "callers.json").write_text(public_keys)
    return folder / "callers.json"


@pytest.fixture
def settings_for(caller_keys: Path) -> SettingsFor:
    """Makes the settings of a service for its database; nothing comes from the environment."""

    def make(settings: type[AnySettings], database: Database, **more: Any) -> AnySettings:
        url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        what_any_service_needs = {
            "database_url": url,
            "caller_keys": caller_keys,
            "caller_private_key": caller_keys.with_name("private.json"),
            "hash_key": "the hash key of the tests, which is no secret",
            "seal_keys": [A_SEAL_KEY],
            "files_url": (caller_keys.parent / "files").as_uri(),
            "reply_address": "reply@mail.example",
            "reply_keys": ["the key of replies in tests, which is no secret"],
            "file_link_key": "the key of links in tests, which is no secret",
        }
        return settings.model_validate(what_any_service_needs | more)

    return make
