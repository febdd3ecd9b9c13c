"""Let a business choose what its portal shows."""

import sqlalchemy as sa
from alembic import op
from foyer_shared.basics.ids import new_id
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "customer_configurations",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("configuration_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_configurations")),
        schema="portal",
    )
    op.create_table(
        "host_configurations",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("configuration_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "host", name=op.f("pk_host_configurations")),
        schema="portal",
    )
    op.create_table(
        "portal_configurations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_configurations")),
        schema="portal",
    )
    op.create_index(
        op.f("ix_portal_configurations_business_id"),
        "portal_configurations",
        ["business_id"],
        unique=False,
        schema="portal",
    )
    op.create_index(
        "uq_portal_configurations_default",
        "portal_configurations",
        ["business_id"],
        unique=True,
        schema="portal",
        postgresql_where=sa.text("is_default"),
    )
    give_defaults(op.get_bind())


def give_defaults(connection: sa.Connection) -> None:
    """Every business has a default; in those that are there already nobody has switched anything off."""
    for (business_id,) in connection.execute(sa.text("SELECT id FROM portal.businesses")).all():
        connection.execute(
            sa.text(
                "INSERT INTO portal.portal_configurations"
                " (id, business_id, version, is_default, active, created_at, updated_at, content)"
                ' VALUES (:id, :business_id, 1, true, true, now(), now(), \'{"name": "Default"}\')'
            ),
            {"id": new_id("bpc"), "business_id": business_id},
        )
