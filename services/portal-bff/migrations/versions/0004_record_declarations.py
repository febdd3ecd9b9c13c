"""Record declarations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "declaration_numbers",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_declaration_numbers")),
        schema="portal",
    )
    op.create_table(
        "declarations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("declared_by_name", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("subscription_name", sa.String(), nullable=False),
        sa.Column("when_asked", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("shown_mode", sa.String(), nullable=True),
        sa.Column("shown_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promise", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change_id", sa.String(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_to_wait_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
        sa.UniqueConstraint("business_id", "number", name=op.f("uq_declarations_business_id_number")),
        schema="portal",
    )
    op.create_index(
        "ix_declarations_of_customer",
        "declarations",
        ["business_id", "customer_id", "id"],
        unique=False,
        schema="portal",
    )
    op.create_index(
        "ix_declarations_unanswered",
        "declarations",
        ["received_at"],
        unique=False,
        schema="portal",
        postgresql_where=sa.text("state = 'recorded' AND told_to_wait_at IS NULL"),
    )
    op.create_index(
        "uq_declarations_key",
        "declarations",
        ["business_id", "customer_id", "idempotency_key"],
        unique=True,
        schema="portal",
    )
