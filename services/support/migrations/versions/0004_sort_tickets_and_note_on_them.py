"""Sort tickets, and note on them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answers")),
        schema="support",
    )
    op.create_index(
        "ix_canned_answers_of_business",
        "canned_answers",
        ["business_id", "title", "id"],
        unique=False,
        schema="support",
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["support.tickets.id"], name=op.f("fk_notes_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        schema="support",
    )
    op.create_index("ix_notes_of_ticket", "notes", ["ticket_id", "at", "id"], unique=False, schema="support")
    op.add_column("tickets", sa.Column("assigned_to", sa.String(), nullable=True), schema="support")
    op.add_column(
        "tickets",
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        schema="support",
    )
    op.execute(
        "UPDATE support.tickets SET first_answered_at = (SELECT min(replies.at) FROM support.replies"
        " WHERE replies.ticket_id = tickets.id AND replies.by = 'staff')"
    )
