"""Take answers by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column("customers", sa.Column("email", sa.String(), nullable=True), schema="support")
    op.create_table(
        "contacts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        schema="support",
    )
    op.create_index(
        "ix_contacts_of_customer",
        "contacts",
        ["business_id", "customer_id"],
        unique=False,
        schema="support",
    )
    op.create_table(
        "inbound_mails",
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("mail_id", sa.String(), nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["support.tickets.id"], name=op.f("fk_inbound_mails_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "mail_id", name=op.f("pk_inbound_mails")),
        schema="support",
    )
