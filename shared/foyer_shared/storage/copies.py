"""Copies of another service's things, filled from events: the newest version wins in any order."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel

from foyer_shared.storage.work import Work


async def save_copy(work: Work, row: SQLModel) -> None:
    """Insert the copy, or overwrite it unless that is newer. The row has `id` and `version` columns.

    The same version again is written too: it may bring what this reader did not keep when it came first.
    """
    values: dict[str, Any] = row.model_dump()
    statement = insert(type(row)).values(**values)
    table = type(row)
    await work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["id"],
            set_={name: statement.excluded[name] for name in values if name != "id"},
            where=table.version <= statement.excluded.version,
        )
    )
