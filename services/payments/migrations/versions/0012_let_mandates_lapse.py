"""Let mandates lapse."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "mandates", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True), schema="payments"
    )
    op.add_column(
        "mandates", sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True), schema="payments"
    )
    op.create_index(
        "ix_mandates_to_lapse",
        "mandates",
        ["lapses_at"],
        unique=False,
        schema="payments",
        postgresql_where=sa.text("status = 'active'"),
    )
    op.execute(
        "UPDATE payments.mandates SET lapses_at = signed_at + interval '36 months' "
        "FROM payments.payment_methods "
        "WHERE payment_methods.id = payment_method_id AND token IS NOT NULL AND status = 'active'"
    )
