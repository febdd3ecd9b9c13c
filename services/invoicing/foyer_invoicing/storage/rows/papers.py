"""The table of papers."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.rows import document, instant
from sqlalchemy import Index, UniqueConstraint, func, text

from foyer_invoicing.storage.rows.row import OwnedRow


class PaperRow(OwnedRow, table=True):
    """A paper that is made once, as a PDF and perhaps as XML; `due_at` is when it is tried next."""

    __tablename__ = "papers"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_papers_to_be_made", "due_at", postgresql_where=text("made_at IS NULL")),
    )

    kind: str
    subject_id: str
    number: str
    due_at: datetime = instant(sa_column_kwargs={"server_default": func.now()})
    attempts: int
    made_at: datetime | None = instant()
    pdf: dict[str, Any] | None = document()
    xml: dict[str, Any] | None = document()
