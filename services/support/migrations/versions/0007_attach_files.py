"""Attach files."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=True),
        sa.Column("reply_id", sa.String(), nullable=True),
        sa.Column("forgotten", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["support.tickets.id"], name=op.f("fk_attachments_ticket_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["support.replies.id"], name=op.f("fk_attachments_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        schema="support",
    )
    op.create_index(
        "ix_attachments_of_customer",
        "attachments",
        ["business_id", "customer_id"],
        unique=False,
        schema="support",
    )
    op.create_index(
        "ix_attachments_of_ticket", "attachments", ["ticket_id", "at", "id"], unique=False, schema="support"
    )
    op.create_index(
        "ix_attachments_waiting",
        "attachments",
        ["at"],
        unique=False,
        schema="support",
        postgresql_where=sa.text("ticket_id IS NULL"),
    )
