"""What the rows of every service have in common."""

from typing import Any

from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from foyer_shared.storage.plumbing import PlumbingTables

_NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


def service_metadata(schema: str, *, service: str = "") -> MetaData:
    """The tables of one service, in its own schema; hand it to the `registry` of the service's rows. Without
    `service` it has the schema's name.
    """
    metadata = MetaData(schema=schema, naming_convention=_NAMING)
    metadata.info["service"] = service or schema
    metadata.info["plumbing"] = PlumbingTables(metadata)
    return metadata


def instant(**options: Any) -> Any:
    """A column for a moment, stored with its zone."""
    return Field(sa_type=DateTime(timezone=True), **options)


def document(**options: Any) -> Any:
    """A column for a piece of JSON that is read and written whole; None is no JSON at all."""
    return Field(sa_type=JSONB(none_as_null=True), **options)
