"""Record what visitors declare."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "visitor_declarations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("receipt_to", sa.String(), nullable=False),
        sa.Column("customer_number", sa.String(), nullable=True),
        sa.Column("contract", sa.String(), nullable=True),
        sa.Column("is_extraordinary", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_hash", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("subscription_id", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_declarations")),
        sa.UniqueConstraint("business_id", "number", name=op.f("uq_visitor_declarations_business_id_number")),
        schema="portal",
    )
    op.create_index(
        op.f("ix_visitor_declarations_customer_id"),
        "visitor_declarations",
        ["customer_id"],
        unique=False,
        schema="portal",
    )
    op.create_index(
        "ix_visitor_declarations_of_business",
        "visitor_declarations",
        ["business_id", "standing", "id"],
        unique=False,
        schema="portal",
    )
    op.create_index(
        "ix_visitor_declarations_same",
        "visitor_declarations",
        ["business_id", "words_hash", "recorded_at"],
        unique=False,
        schema="portal",
    )
    op.create_index(
        "ix_visitor_declarations_to_look_at",
        "visitor_declarations",
        ["look_at"],
        unique=False,
        schema="portal",
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_table(
        "visitor_receipts",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("declaration_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["portal.visitor_declarations.id"],
            name=op.f("fk_visitor_receipts_declaration_id"),
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_visitor_receipts")),
        schema="portal",
    )
    op.create_index(
        "ix_customers_business_id_email",
        "customers",
        ["business_id", sa.literal_column("lower(email)")],
        unique=False,
        schema="portal",
    )
