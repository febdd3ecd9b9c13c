"""Brings a service's tables up to date with Alembic; migrations only go forward."""

import time
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import structlog
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateSchema
from sqlmodel.sql.sqltypes import AutoString

log: structlog.stdlib.BoundLogger = structlog.get_logger()

# Alembic keeps what it is working on in globals of its own.
_one_at_a_time = Lock()
_ENVIRONMENT = Path(__file__).parent / "alembic_environment"
_LOCK = text("SELECT pg_advisory_lock(hashtext('foyer migrations'), hashtext(:schema))")


def migrate(url: str, service_name: str, folder: Path | None = None) -> bool:
    """Run the migrations that are missing; says whether there were any. Several processes may try at once.

    `service_name` is the name of the service's folder; `folder` is where its migrations lie when they are not
    where `migrations_folder` looks. Tables that a newer version of the service has made stay as they are.
    """
    metadata = metadata_of(service_name)
    config = _config(folder or migrations_folder(service_name))
    with _engine(url).connect() as connection:
        if _has_reached(connection, metadata, config):
            return False
        _lock_schema(connection, metadata)
        config.attributes.update(connection=connection, metadata=metadata)
        with _one_at_a_time:
            command.upgrade(config, "head")
        return True


def wait_until_migrated(url: str, service_name: str, folder: Path | None = None, *, poll: float = 1) -> None:
    """Return when another process has run the migrations; looks every `poll` seconds, for ever.

    The database may be away at first, as it is when everything is installed at once.
    """
    metadata = metadata_of(service_name)
    config = _config(folder or migrations_folder(service_name))
    last_reason = None
    while (reason := _why_not_migrated(url, metadata, config)) is not None:
        if reason != last_reason:
            log.info("waiting for migrations", service=service_name, reason=reason)
        last_reason = reason
        time.sleep(poll)


def differences(url: str, service_name: str) -> list[Any]:
    """Where the database at `url` is not what the service's rows declare, in Alembic's words."""
    metadata = metadata_of(service_name)
    with _engine(url).connect() as connection:
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=_options(metadata)), metadata)
        )


def write_revision(url: str, service_name: str, message: str) -> Path | None:
    """Write the migration that leads from the database at `url` to the rows; None when nothing differs."""
    if not differences(url, service_name):
        return None
    metadata, folder = metadata_of(service_name), migrations_folder(service_name)
    config = _config(folder)
    revision = f"{len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1:04}"
    with _engine(url).connect() as connection:
        _lock_schema(connection, metadata)
        config.attributes.update(connection=connection, metadata=metadata)
        command.revision(config, message, autogenerate=True, rev_id=revision)
    return next((folder / "versions").glob(f"{revision}_*.py"))


def metadata_of(service_name: str) -> MetaData:
    """The tables that the service's rows declare."""
    rows = import_module(f"{_package(service_name)}.storage.rows")
    metadata: MetaData = rows.Row.metadata
    return metadata


def migrations_folder(service_name: str) -> Path:
    """Inside the package, where a wheel puts it, else beside the package, as in a checkout."""
    package = Path(str(import_module(_package(service_name)).__file__)).parent
    inside = package / "migrations"
    return inside if inside.exists() else package.parent / "migrations"


def run_in_environment() -> None:
    """Run what Alembic was asked for; only `alembic_environment/env.py` calls this."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        transaction_per_migration=True,
        render_item=_render_item,
        **_options(attributes["metadata"]),
    )
    with context.begin_transaction():
        context.run_migrations()


def _package(service_name: str) -> str:
    return "foyer_" + service_name.replace("-", "_")


def _engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)


def _lock_schema(connection: Connection, metadata: MetaData) -> None:
    """Make sure that the schema is there and is ours alone to migrate until the connection closes."""
    connection.execute(_LOCK, {"schema": metadata.schema})
    connection.execute(CreateSchema(str(metadata.schema), if_not_exists=True))
    connection.commit()


def _config(folder: Path) -> Config:
    config = Config()
    for name, value in {
        "script_location": str(_ENVIRONMENT),
        "version_locations": str(folder / "versions"),
        "path_separator": "newline",
        "file_template": "%(rev)s_%(slug)s",
    }.items():
        config.set_main_option(name, value.replace("%", "%%"))
    return config


def _options(metadata: MetaData) -> dict[str, Any]:
    """Alembic looks at the service's own schema alone and keeps its version table there."""

    def include_name(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "schema" or name == metadata.schema

    return {
        "target_metadata": metadata,
        "version_table_schema": metadata.schema,
        "include_schemas": True,
        "include_name": include_name,
    }


def _why_not_migrated(url: str, metadata: MetaData, config: Config) -> str | None:
    try:
        with _engine(url).connect() as connection:
            return None if _has_reached(connection, metadata, config) else "they have not run"
    except OperationalError as error:
        return str(error.orig)


def _has_reached(connection: Connection, metadata: MetaData, config: Config) -> bool:
    """Whether the tables are as new as this code, or newer: old processes run beside new ones for a while.

    A revision that this code does not know can only be a later one, since the schema is the service's alone.
    """
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    reached = set(MigrationContext.configure(connection, opts=_options(metadata)).get_current_heads())
    return reached == set(scripts.get_heads()) or bool(reached - known)


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """SQLModel's string type is plain text to a migration."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False
