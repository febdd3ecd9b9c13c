"""Move the clocks of sandboxes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "businesses",
        sa.Column("clock_offset", sa.BigInteger(), nullable=False, server_default="0"),
        schema="portal",
    )
    op.create_table(
        "clock_moves",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("target", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("waiting_for", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step_began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_moves")),
        schema="portal",
    )
    op.create_index(
        "ix_clock_moves_of_business", "clock_moves", ["business_id", "id"], unique=False, schema="portal"
    )
    op.create_index(
        "uq_clock_moves_moving",
        "clock_moves",
        ["business_id"],
        unique=True,
        schema="portal",
        postgresql_where=sa.text("status = 'moving'"),
    )
