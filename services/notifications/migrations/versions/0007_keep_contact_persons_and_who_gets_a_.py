"""Keep contact persons and who gets a mail in copy."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "contacts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("billing", sa.Boolean(), nullable=False),
        sa.Column("account", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("link_sent_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("customer_id", "email", name=op.f("uq_contacts_customer_id_email")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_contacts_link_hash")),
        schema="notifications",
    )
    op.create_index(
        "ix_contacts_customer_id",
        "contacts",
        ["business_id", "customer_id"],
        unique=False,
        schema="notifications",
    )
    op.add_column(
        "mailbox",
        sa.Column("cc", postgresql.ARRAY(sa.String()), server_default="{}", nullable=False),
        schema="notifications",
    )
    op.add_column(
        "messages",
        sa.Column("cc", postgresql.ARRAY(sa.String()), server_default="{}", nullable=False),
        schema="notifications",
    )
