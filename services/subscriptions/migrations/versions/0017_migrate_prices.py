"""Migrate prices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "price_migrations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("price_id", sa.String(), nullable=False),
        sa.Column("to_price_id", sa.String(), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["price_id"],
            ["subscriptions.prices.id"],
            name=op.f("fk_price_migrations_price_id"),
        ),
        sa.ForeignKeyConstraint(
            ["to_price_id"],
            ["subscriptions.prices.id"],
            name=op.f("fk_price_migrations_to_price_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_migrations")),
        schema="subscriptions",
    )
    op.create_index(
        "ix_price_migrations_listed",
        "price_migrations",
        ["business_id", "price_id", "id"],
        schema="subscriptions",
    )
    op.create_index(
        "ix_price_migrations_unfinished",
        "price_migrations",
        ["id"],
        schema="subscriptions",
        postgresql_where=sa.text("state IN ('announcing', 'withdrawing')"),
    )
    op.add_column(
        "pending_changes",
        sa.Column("price", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="subscriptions",
    )
    op.create_index(
        "ix_pending_changes_of_migration",
        "pending_changes",
        [sa.literal_column("(price ->> 'migration_id')")],
        schema="subscriptions",
        postgresql_where=sa.text("state = 'waiting' AND kind = 'price'"),
    )
