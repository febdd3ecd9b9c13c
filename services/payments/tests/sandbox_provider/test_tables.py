"""A migration of payments makes exactly the tables that the sandbox provider's rows declare."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from foyer_sandbox_provider.storage.rows import Row
from foyer_shared.testing.databases import TemplatedDatabases
from sqlalchemy import create_engine, make_url


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "schema" or name == Row.metadata.schema


def test_the_migrations_of_payments_make_the_provider_s_tables(databases: TemplatedDatabases) -> None:
    url = databases.clone("payments")
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        options = {"include_schemas": True, "include_name": _is_ours}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), Row.metadata)
    engine.dispose()
    databases.drop(url)

    assert found == []
