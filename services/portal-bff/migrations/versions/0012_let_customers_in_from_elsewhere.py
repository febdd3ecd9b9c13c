"""Let customers in from the business's own site, perhaps for one task."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "portal_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("login_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("return_url", sa.String(), nullable=True),
        sa.Column("configuration_id", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("flow", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_id", sa.String(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_sessions")),
        schema="portal",
    )
    op.create_index("ix_portal_sessions_customer_id", "portal_sessions", ["customer_id"], schema="portal")
    op.create_index("ix_portal_sessions_created_at", "portal_sessions", ["created_at"], schema="portal")
    op.add_column(
        "sessions",
        sa.Column("idle", sa.Interval(), server_default="24 hours", nullable=False),
        schema="portal",
    )
    op.add_column("sessions", sa.Column("portal_session_id", sa.String(), nullable=True), schema="portal")
