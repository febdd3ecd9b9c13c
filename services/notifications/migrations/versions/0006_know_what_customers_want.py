"""Know what customers want to be mailed about, and which messages were not sent because of that."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_table(
        "preferences",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("off", sa.ARRAY(sa.String()), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_preferences")),
        schema="notifications",
    )
    op.add_column(
        "messages", sa.Column("suppressed_because", sa.String(), nullable=True), schema="notifications"
    )
    op.add_column(
        "messages", sa.Column("unsubscribe_page", sa.String(), nullable=True), schema="notifications"
    )
    op.add_column("mailbox", sa.Column("unsubscribe", sa.String(), nullable=True), schema="notifications")
