"""Migrations, against a service that has some."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from foyer_shared.storage import migrations
from foyer_shared.storage.migrations import (
    differences,
    migrate,
    migrations_folder,
    wait_until_migrated,
    write_revision,
)
from foyer_shared.storage.rows import service_metadata
from foyer_shared.testing.databases import TemplatedDatabases
from sqlalchemy import Column, MetaData, Table, Text

SERVICE = "example"


@pytest.fixture
def metadata(monkeypatch: pytest.MonkeyPatch) -> MetaData:
    """The tables of a service that is not there: the plumbing's and one more."""
    metadata = service_metadata(SERVICE)
    Table("things", metadata, Column("id", Text, primary_key=True))
    monkeypatch.setattr(migrations, "metadata_of", lambda _: metadata)
    return metadata


@pytest.fixture
def migrations_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where its migrations lie: none yet."""
    (tmp_path / "versions").mkdir()
    monkeypatch.setattr(migrations, "migrations_folder", lambda _: tmp_path)
    return tmp_path / "versions"


@pytest.fixture
def url(databases: TemplatedDatabases) -> str:
    """An empty database."""
    return databases.clone(MetaData(schema="nothing"))


def test_a_written_migration_makes_what_the_rows_declare(
    metadata: MetaData, migrations_of_it: Path, url: str
) -> None:
    path = write_revision(url, SERVICE, "Make the things")

    assert path == migrations_of_it / "0001_make_the_things.py"
    assert migrate(url, SERVICE) is True
    assert differences(url, SERVICE) == []


def test_a_written_migration_has_timeouts(metadata: MetaData, migrations_of_it: Path, url: str) -> None:
    path = write_revision(url, SERVICE, "Make the things")

    assert path is not None
    assert path.read_text().count("SET LOCAL lock_timeout = '5s'") == 1
    assert path.read_text().count("SET LOCAL statement_timeout = '60s'") == 1


def test_nothing_is_written_when_nothing_differs(
    metadata: MetaData, migrations_of_it: Path, url: str
) -> None:
    write_revision(url, SERVICE, "Make the things")
    migrate(url, SERVICE)

    assert write_revision(url, SERVICE, "Nothing") is None
    assert len(list(migrations_of_it.glob("*.py"))) == 1


def test_the_next_migration_goes_on_from_the_last(
    metadata: MetaData, migrations_of_it: Path, url: str
) -> None:
    write_revision(url, SERVICE, "Make the things")
    migrate(url, SERVICE)
    Table("more", metadata, Column("id", Text, primary_key=True))

    path = write_revision(url, SERVICE, "Make more")

    assert path == migrations_of_it / "0002_make_more.py"
    assert migrate(url, SERVICE) is True
    assert differences(url, SERVICE) == []


def test_several_may_migrate_at_once(metadata: MetaData, migrations_of_it: Path, url: str) -> None:
    write_revision(url, SERVICE, "Make the things")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(url, SERVICE), range(4)))

    assert differences(url, SERVICE) == []
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT version_num FROM example.alembic_version").fetchall() == [("0001",)]


def test_who_waits_for_migrations_goes_on_when_another_has_run_them(
    metadata: MetaData, migrations_of_it: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_revision(url, SERVICE, "Make the things")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            migrate(url, SERVICE)

    monkeypatch.setattr("time.sleep", sleep)
    wait_until_migrated(url, SERVICE, poll=3)

    assert slept == [3, 3]


def test_who_waits_for_migrations_waits_for_the_database_too(
    metadata: MetaData, migrations_of_it: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Waited(Exception):
        pass

    def sleep(_: float) -> None:
        raise Waited

    monkeypatch.setattr("time.sleep", sleep)

    with pytest.raises(Waited):
        wait_until_migrated("postgresql://foyer:foyer@127.0.0.1:1/foyer", SERVICE)


def test_tables_of_a_newer_version_suit_an_older_one(
    metadata: MetaData, migrations_of_it: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_revision(url, SERVICE, "Make the things")
    migrate(url, SERVICE)
    Table("more", metadata, Column("id", Text, primary_key=True))
    newer = write_revision(url, SERVICE, "Make more")
    migrate(url, SERVICE)
    assert newer is not None
    newer.unlink()

    assert migrate(url, SERVICE) is False
    wait_until_migrated(url, SERVICE)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT version_num FROM example.alembic_version").fetchall() == [("0002",)]


def test_a_service_in_a_checkout_has_its_migrations_beside_its_package() -> None:
    folder = migrations_folder("subscriptions")

    assert folder.parts[-3:] == ("services", "subscriptions", "migrations")
