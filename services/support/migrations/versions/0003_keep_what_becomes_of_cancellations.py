"""Keep what becomes of cancellations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "outcomes",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "about", name=op.f("pk_outcomes")),
        schema="support",
    )
    op.create_table(
        "steps",
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["support.tickets.id"], name=op.f("fk_steps_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "version", name=op.f("pk_steps")),
        schema="support",
    )
    op.add_column("customers", sa.Column("language", sa.String(), nullable=True), schema="support")
    op.add_column("tickets", sa.Column("change_id", sa.String(), nullable=True), schema="support")
    op.add_column(
        "tickets",
        sa.Column("cancellation", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="support",
    )
    op.create_index(
        "ix_tickets_of_subscription",
        "tickets",
        ["business_id", "subscription_id"],
        unique=False,
        schema="support",
        postgresql_where=sa.text("subscription_id IS NOT NULL"),
    )
    op.create_unique_constraint(
        op.f("uq_tickets_business_id_change_id"), "tickets", ["business_id", "change_id"], schema="support"
    )
